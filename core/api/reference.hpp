// The commands, topics, events and shapes as JSON, for whoever makes a reference of them: `host.reference`. Those of plugins too.
#pragma once

#include <span>
#include <string>

#include "core/api/offer.hpp"

namespace cocotalk::api {

// {"commands":[{"name","who","words","summary","plugin"?,"input","output","refusals":[{"code","when"}]}],
//  "topics":[{"address","who","words","summary","events","frame"?}], "events":[{"name","summary","body"}], "schemas":{name:…}}
// `input`, `output`, `frame`, `body` and the schemas are JSON Schema (2020-12) and refer to "#/components/schemas/⟨name⟩", where
// OpenAPI and AsyncAPI keep them.
std::string reference_json(std::span<const OfferPtr> offers = {});

}  // namespace cocotalk::api
