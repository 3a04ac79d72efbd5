#pragma once

#include <optional>
#include <string>
#include <string_view>

// The little JSON a transport needs: it passes texts through and looks at single keys. The core decodes the rest.
namespace cocotalk::http {

// True for one JSON object and nothing else: RFC 8259, UTF-8, no unpaired surrogates, nesting at most 1024 deep.
bool is_json_object(std::string_view text);

// Top-level members of an object; nothing when `json` is no object, or the member is missing or of another type.
std::optional<std::string> text_member(std::string_view json, std::string_view name);
std::optional<bool> flag_member(std::string_view json, std::string_view name);

bool is_utf8(std::string_view text);

// `text` as a JSON string. Must be UTF-8.
std::string json_string(std::string_view text);

}  // namespace cocotalk::http
