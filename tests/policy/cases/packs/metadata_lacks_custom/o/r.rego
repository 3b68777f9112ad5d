# METADATA
# title: a
# description: b
package meshgov.domain.sales.naming

default applicable := true

findings := set()
