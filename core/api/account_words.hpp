// What the commands about accounts have in common.
#pragma once

#include <string>

#include "core/api/command.hpp"
#include "core/api/shapes.hpp"

namespace cocotalk::api {

// A day like 1995-10-28 that a calendar has.
bool is_date(const std::string& text);

// Refuses (BAD_REQUEST) an address that nobody proved to be his in the last half hour, where the host wants that.
runtime::Task<void> require_proof(Application& app, std::string email);

// UserVo; null: everything null.
std::string user_json(const domain::Account* account, Visible visible);

}  // namespace cocotalk::api
