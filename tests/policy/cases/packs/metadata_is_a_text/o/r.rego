# METADATA
# just prose
package meshgov.domain.sales.naming

default applicable := true

findings := set()
