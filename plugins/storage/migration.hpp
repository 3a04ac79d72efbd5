// Brings the database's tables to what was declared, through Poco Data.
#pragma once

#include "storage/schema.hpp"

#include <Poco/Data/Session.h>

#include <cstdint>
#include <string>
#include <vector>

namespace cocotalk::storage {

// Makes a fresh database ours, or checks that an old one is. Throws COCO_INVALID when it belongs to another program or was
// written by a newer storage.
void open_store(Poco::Data::Session& session, const std::string& path);

// Adds what `declared` has and the database has not (tables, columns with a default, indexes) and remembers the owner's version:
// all in one transaction. Throws COCO_INVALID when the database is newer or differs otherwise; then nothing has changed.
void migrate(Poco::Data::Session& session, const coco_schema& schema, const std::vector<Table>& declared);

}  // namespace cocotalk::storage
