// Any bytes as a token; then as header and claims (the first line, the rest) that the issuer did sign: whatever is accepted is
// what it should be.
#include "auth-jwt/token.hpp"
#include "tests/auth-jwt/issuer.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace cocotalk::auth_jwt;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const test::Issuer issuer{1};
  static const Keys keys{{"k1", issuer.public_key}};
  static const Expected expected{"https://id.example", "chat", 30, 300};
  constexpr std::int64_t now_s = 1200;
  const std::string text(reinterpret_cast<const char*>(data), size);
  require(std::holds_alternative<Refused>(verify(text, keys, expected, now_s)));  // nobody guesses a signature

  const std::size_t line = std::min(text.find('\n'), text.size());
  const std::string header = text.substr(0, line), payload = text.substr(std::min(line + 1, text.size()));
  const std::string token = issuer.sign(header, payload);
  const auto verdict = verify(token, keys, expected, now_s);
  const auto* accepted = std::get_if<Accepted>(&verdict);
  if (accepted == nullptr) return 0;
  require(is_subject(accepted->subject) && token.size() <= max_token_bytes);
  require(header.find("EdDSA") != std::string::npos || header.find('\\') != std::string::npos);
  require(std::holds_alternative<Refused>(verify(token, keys, expected, now_s + 1'000'000)));  // its age ends
  std::string changed = token;
  changed[size % changed.size()] ^= 1;
  require(std::holds_alternative<Refused>(verify(changed, keys, expected, now_s)));
  return 0;
}
