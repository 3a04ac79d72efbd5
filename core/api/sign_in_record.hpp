// The sessions that are stored, for who wants to try another session policy.
#pragma once

#include <string>

#include "core/api/application.hpp"

namespace cocotalk::api {

// {"sessions": […]} of everybody, as operator.sign-ins answers; those forgotten since they ended are not among them.
runtime::Task<std::string> sign_in_record(Application& app);

}  // namespace cocotalk::api
