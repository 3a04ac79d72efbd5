// What the commands about accounts have in common.
#pragma once

#include <string>

#include "core/api/command.hpp"
#include "core/api/shapes.hpp"

namespace cocotalk::api {

// A day like 1995-10-28 that a calendar has.
bool is_date(const std::string& text);

// UserVo; null: everything null.
std::string user_json(const domain::Account* account, Visible visible);

}  // namespace cocotalk::api
