# Which privacy laws hold for the product: what its contract says, and what the organisation says.
package meshgov.lib.privacy

import data.meshgov.lib.names

gdpr if _named({"gdpr", "dsgvo", "rgpd", "2016679", "generaldataprotection", "datenschutzgrundverordnung"})

ccpa if _named({"ccpa", "cpra", "californiaconsumerprivacy", "californiaprivacyrights"})

# A name may have words around it, such as "EU GDPR" or "GDPR (UK)".
_named(spellings) if {
	some key in _keys
	some spelling in spellings
	contains(key, spelling)
}

_keys := names.keys(_regulations)

_regulations contains name if some name in input.contract.privacy.regulations

_regulations contains name if some name in input.parameters.pii_handling.regulations

# An entry of the registry is as its author wrote it.
_regulations contains name if {
	is_array(input.organization.regulations)
	some name in input.organization.regulations
	is_string(name)
}

_regulations contains input.organization.regulations if is_string(input.organization.regulations)
