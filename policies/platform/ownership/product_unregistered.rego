# METADATA
# title: A product is registered with its domain
# description: >-
#   The registry (`organization.yaml`) lists the `data_products` that a domain owns. A product that is not
#   among them has grown beside the plan, or carries another name there; names are compared exactly. A domain
#   that lists no products leaves nothing to compare, and one that is not registered is the matter of another
#   rule.
# scope: package
# custom:
#   id: ownership/product_unregistered
#   severity: warning
#   scope: contract
#   message: "The registry does not list `{name}` among the products of {domain}"
#   remediation: >-
#     Add the product to `data_products` of its domain in `organization.yaml`, or give it the name that it has
#     there.
#   controls:
#     iso27001: [{id: A.5.9, relation: supports}]
#     soc2: [{id: CC1.3, relation: partial}]
#     nist80053: [{id: CM-8, relation: supports}, {id: PM-23, relation: partial}]
#     cdmc: [{id: "2", relation: partial}]
#     bcbs239: [{id: P1, relation: partial}]
#   examples:
#     pass:
#       - title: The product is listed
#         new: {}
#         organization: {sales: {data_products: [sales_customers, sales_orders]}}
#       - title: There is no registry
#         new: {}
#       - title: The domain lists no products
#         new: {}
#         organization: {sales: {team: {product_owner: Maya Okafor}}}
#       - title: A domain that is not registered is the matter of another rule
#         new: {domain: atlantis}
#         organization: {sales: {data_products: [sales_customers]}}
#     fail:
#       - title: Another product is listed
#         new: {}
#         organization: {sales: {data_products: [sales_customers]}}
#         findings: [{path: [name], args: {name: sales_orders, domain: sales}}]
#       - title: Another domain lists it
#         new: {}
#         organization: {sales: {data_products: []}, finance: {data_products: [sales_orders]}}
#         findings: [{path: [name], args: {name: sales_orders, domain: sales}}]
#       - title: It is spelled in another way
#         new: {}
#         organization: {sales: {data_products: [sales-orders, Sales_Orders]}}
#         findings: [{path: [name]}]
package meshgov.platform.ownership.product_unregistered

default applicable := false

applicable if is_array(input.organization.data_products)

findings contains {"path": ["name"], "args": {"name": input.contract.name, "domain": input.contract.domain}} if {
	applicable
	not input.contract.name in input.organization.data_products
}
