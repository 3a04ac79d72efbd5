// The rule of the original service: one phone and one web page per account, and who signs in last stays.
#pragma once

#include <cocotalk/session_policy.h>

#include <span>

namespace cocotalk::session_policy {

// Admits every sign-in and ends all sessions of the same device class (cocotalk-wire.md, section 4). Pure. [any]
// `verdict.ends` has one byte for each of `existing`, 0 on entry.
void newest_wins(const coco_sign_in& incoming, std::span<const coco_session> existing, coco_verdict& verdict) noexcept;

}  // namespace cocotalk::session_policy
