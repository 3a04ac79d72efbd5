// What the commands that are given a file have in common.
#pragma once

#include <optional>

#include "core/api/command.hpp"
#include "core/api/declaration.hpp"
#include "core/api/json.hpp"

namespace cocotalk::api {

// ---- a file that was stored and announced; transports name it (docs/files.md)
inline constexpr Field file_name = field::text("fileName", "in the store");
inline constexpr Field file_url = field::text("fileUrl", "what clients fetch it by; goes with `fileName`").bytes(2048);
inline constexpr Field thumbnail_name = field::text("thumbnailName", "if there is one");
inline constexpr Field file_bytes = field::number("fileBytes", "of both together").at_least(0);

// These fields; nothing when there is no fileName.
std::optional<domain::NewFile> new_file(const Fields& fields);

// Whoever names a file has stored it: that is the transport, on behalf of a request, and nobody at the other end of a link.
void refuse_links(const Asker& asker);

}  // namespace cocotalk::api
