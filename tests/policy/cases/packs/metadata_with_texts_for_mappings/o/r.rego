# METADATA
# title: [a]
# description: ''
# custom: none
package meshgov.domain.sales.naming

default applicable := true

findings := set()
