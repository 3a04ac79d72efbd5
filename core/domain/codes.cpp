#include "core/domain/codes.hpp"

#include <cocotalk/mail.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "core/domain/accounts.hpp"
#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

constexpr std::size_t code_characters = 10;
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

std::string name_of(CodePurpose purpose, std::string_view email) {
  return std::string(purpose == CodePurpose::verify_address ? "verify:" : "reset:").append(email);
}

// No more than keeps a mail server from taking it for something else: the mail itself is the proof.
bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  const auto is_plain = [](char c) {
    return c > ' ' && c != 0x7F && std::string_view("<>(),;:\\\"[]").find(c) == std::string_view::npos;
  };
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), is_plain);
}

// Takes as long wherever the texts differ.
bool is_equal(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  return difference == 0;
}

std::string subject_of(CodePurpose purpose) {
  return purpose == CodePurpose::verify_address ? "[코코톡] 이메일 인증번호입니다." : "[코코톡] 비밀번호 재설정 인증번호입니다.";
}

}  // namespace

std::string Codes::make_code() const {
  std::string code;
  while (code.size() < code_characters) {
    unsigned char byte = 0;
    world_.host.random(&byte, sizeof byte);
    if (byte < 256 / alphabet.size() * alphabet.size()) code += alphabet[byte % alphabet.size()];
  }
  return code;
}

runtime::Task<void> Codes::send(CodePurpose purpose, std::string email, std::string code) {
  const coco::Lease<coco_mail> mail = world_.host.acquire<coco_mail>(COCO_MAIL);
  if (!mail) throw bad_request("this host sends no mail: no plugin provides " COCO_MAIL);
  const std::string subject = subject_of(purpose);
  const std::string text =
      "인증번호: " + code + "\n\n" + std::to_string(world_.limits.mail_code_ms / 60'000) + "분 안에 입력해 주세요.\n";
  const coco_letter letter{sizeof letter, 0, coco::view(email), coco::view(subject), coco::view(text)};
  runtime::Awaiting<runtime::Nothing, runtime::Nothing> sent(world_.executor, nullptr);
  mail->send(mail->self, &letter, sent.completion());
  co_await sent;
  if (sent.status() == COCO_OK) co_return;
  world_.host.warn("a code could not be mailed: " + sent.why());
  throw bad_request("the mail could not be sent");
}

runtime::Task<std::int64_t> Codes::issue(CodePurpose purpose, std::string email, std::string asker) {
  if (characters(email) > world_.limits.email_characters || !is_address(email))
    throw bad_request("'" + email + "' is no e-mail address");
  const std::int64_t now = world_.now_ms();
  const std::int64_t wait_ms = std::max(to_address_.wait_ms(email, world_.limits.mail_codes_per_hour, now),
                                        from_address_.wait_ms(asker, asked_per_hour, now));
  if (wait_ms > 0) throw Refusal(COCO_RATE, "RATE", "too many codes were asked for", static_cast<std::uint32_t>(wait_ms));
  to_address_.count(email, now);
  from_address_.count(asker, now);

  std::string code = make_code();
  const std::int64_t expires_ms = now + world_.limits.mail_code_ms;
  const Rows old = co_await world_.store.read_one(Range(code::table, code::by_keep).to(values(now)).limit(forgotten_at_once));
  Transaction transaction;
  for (std::size_t i = 0; i < old.size(); ++i) transaction.erase(code::table, values(old[i].text(code::name)));
  transaction.put(code::table, values(name_of(purpose, email), code, expires_ms, tries, 0, expires_ms));
  co_await world_.store.commit(transaction);
  co_await send(purpose, std::move(email), std::move(code));
  co_return expires_ms;
}

runtime::Task<bool> Codes::check(CodePurpose purpose, std::string email, std::string code) {
  const std::string name = name_of(purpose, email);
  for (;;) {
    const Rows rows = co_await world_.store.read_one(Range::of(code::table, values(name)));
    if (rows.empty()) co_return false;
    const std::int64_t now = world_.now_ms();
    const std::int64_t left = rows[0].number(code::tries_left);
    const std::int64_t verified_ms = rows[0].number(code::verified_ms);
    const bool is_right = is_equal(rows[0].text(code::text), code);
    if (verified_ms != 0) co_return is_right&& now < verified_ms + world_.limits.verified_email_ms;
    if (now >= rows[0].number(code::expires_ms) || left == 0) co_return false;

    // A try counts before it is answered, and of tries at the same time each counts.
    Transaction transaction;
    transaction.expect(code::table, values(name), {"code", "tries_left", "verified_ms"},
                       values(rows[0].text(code::text), left, 0));
    if (is_right)
      transaction.set(code::table, values(name), {"expires_ms", "verified_ms", "keep_ms"},
                      values(0, now, now + world_.limits.verified_email_ms));
    else
      transaction.set(code::table, values(name), {"tries_left"}, values(left - 1));
    try {
      co_await world_.store.commit(transaction);
      co_return is_right;
    } catch (const Conflict&) {  // somebody else tried: look again
    }
  }
}

runtime::Task<bool> Codes::is_verified(CodePurpose purpose, std::string email) {
  const std::string name = name_of(purpose, email);
  const Rows rows = co_await world_.store.read_one(Range::of(code::table, values(name)));
  if (rows.empty()) co_return false;
  const std::int64_t verified_ms = rows[0].number(code::verified_ms);
  co_return verified_ms != 0 && world_.now_ms() < verified_ms + world_.limits.verified_email_ms;
}

void Codes::use_up(Transaction& transaction, CodePurpose purpose, const std::string& email) {
  const std::string name = name_of(purpose, email);
  transaction.expect(code::table, values(name), {"expires_ms"}, values(0));
  transaction.erase(code::table, values(name));
}

}  // namespace cocotalk::domain
