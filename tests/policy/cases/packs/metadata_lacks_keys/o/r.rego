# METADATA
# custom:
#   severity: error
package meshgov.domain.sales.naming

default applicable := true

findings := set()
