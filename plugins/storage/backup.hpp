// Copies of the database, and back.
#pragma once

#include "storage/connection.hpp"
#include "storage/folder.hpp"

#include <string>

namespace cocotalk::storage {

// Marks our databases ("COCO"), see PRAGMA application_id.
inline constexpr std::int64_t application_id = 0x434F434F;

// Writes the state at this moment, as one snapshot, to a new file `path`, durably. Throws COCO_INVALID when it exists or cannot
// be made, SqliteError when the disk fails; then there is no such file.
void write_backup(Connection& connection, const std::string& path);

// Replaces the database of `folder`, which nobody has open, by the backup at `path`. Throws COCO_INVALID when that is no
// complete backup of ours; then nothing has changed.
void restore_backup(const Folder& folder, const std::string& path);

}  // namespace cocotalk::storage
