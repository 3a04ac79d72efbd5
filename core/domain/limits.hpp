// The limits and lifetimes of promises.md that the domain keeps; every one a setting of the service.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cocotalk::domain {

struct Limits {
  std::int64_t access_token_ms = 24LL * 3600 * 1000;
  std::int64_t refresh_token_ms = 30LL * 24 * 3600 * 1000;
  std::int64_t reissue_grace_ms = 30'000;  // the old refresh token gives the same pair again
  std::int64_t ticket_ms = 60'000;         // from issue to the opening of the link
  std::int64_t close_after_end_ms = 500;   // between telling a device that it was displaced and closing its links
  std::int64_t presence_grace_ms = 1000;   // who looks away and is back by then was not away, for the others
  std::int64_t list_grace_ms = 10'000;     // a page whose list's socket is gone for so long looks at no room
  std::int64_t message_burst = 60;         // per account; 0: no limit
  std::int64_t messages_per_second = 10;
  std::int64_t failed_sign_ins = 10;        // per account and address in 15 minutes
  std::int64_t failed_sign_ins_hour = 100;  // per account, from anywhere, in an hour: beyond, one try in 10 s
  bool require_verified_email = false;      // at sign-up, and of a new address
  std::int64_t mail_code_ms = 5 * 60'000;
  std::int64_t verified_email_ms = 30 * 60'000;  // from proving an address to signing up with it
  std::int64_t mail_codes_per_hour = 5;          // to one address
  std::int64_t search_burst = 20;                // questions of an account at once
  std::int64_t searches_per_second = 5;
  std::size_t search_characters = 100;
  std::int64_t uploads_per_minute = 20;         // of an account
  std::int64_t account_file_bytes = 5LL << 30;  // all that an account has uploaded
  std::int64_t unclaimed_ms = 60'000;           // until a file that nobody shows vanishes
  std::int64_t edit_ms = 15 * 60'000;           // from saying something to saying it otherwise
  std::int64_t delete_ms = 24 * 60 * 60'000;    // to taking it back
  std::size_t message_bytes = 16 * 1024;
  std::size_t client_id_bytes = 64;  // a sender's own id of a message
  std::size_t mentions = 100;        // in a message
  std::size_t topic_message_bytes = 64 * 1024;
  std::size_t topic_header_bytes = 8 * 1024;  // names and values of an application's own, together
  std::size_t room_name_characters = 100;
  std::size_t room_image_bytes = 2048;  // an address; it goes into every RoomVo
  std::size_t name_characters = 20;
  std::size_t status_characters = 200;
  std::size_t email_characters = 125;
  std::size_t room_members = 1000;
  std::size_t invitees = 100;  // a call
  std::size_t account_rooms = 5000;
  std::size_t account_friends = 5000;
  std::size_t cached_rooms = 20'000;
  std::size_t cached_topics = 20'000;
  std::size_t cached_accounts = 50'000;
  std::size_t cached_sessions = 50'000;
};

}  // namespace cocotalk::domain
