// Passwords by scrypt (RFC 7914), tokens of 256 random bits known by their SHA-256; both of OpenSSL.
#include <cocotalk/auth.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/under_way.hpp>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

class TemplateAuth {
 public:
  static constexpr char id[] = "template-auth", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_AUTH, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::integer("cost", "14", 10, 20, "work and memory of a password check: 2 to this, in KiB; one more doubles both"),
  };

  TemplateAuth(coco::Host host, const coco::Settings& values)
      : host_(host), cost_(static_cast<unsigned>(values.number("cost"))) {}
  void start() {}
  void stop(coco::Completion&& drained) { under_way_.end(std::move(drained)); }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_AUTH ? &table_ : nullptr; }

  // ---- passwords. A check is a tenth of a second of work, so not on the caller's thread.
  void enroll(std::string_view password, coco::Completion&& done) {
    std::array<std::uint8_t, 32> salt;
    host_.random(salt.data(), salt.size());
    work(std::move(done), [cost = cost_, salt = hex(salt), password = std::string(password)](coco::Completion& answer) {
      const std::string verifier = verifier_of(password, cost, salt);
      const coco_view result = coco::view(verifier);
      answer.ok(&result);
    });
  }
  // The verifier of an unknown account is empty, and that of a broken store anything: both take as long as a wrong password.
  void authenticate(std::string_view password, std::string_view verifier, coco::Completion&& done) {
    work(std::move(done),
         [cost = cost_, verifier = std::string(verifier), password = std::string(password)](coco::Completion& answer) {
           const bool is_ours = verifier.size() == verifier_size && verifier.starts_with(scheme);
           unsigned stored_cost = cost;
           if (is_ours) std::from_chars(&verifier[scheme.size()], &verifier[scheme.size() + 2], stored_cost);
           const std::string salt = is_ours ? verifier.substr(scheme.size() + 3, 64) : std::string(64, '0');
           const std::string computed = verifier_of(password, std::clamp(stored_cost, 10U, 20U), salt);
           const bool fits = is_ours && CRYPTO_memcmp(computed.data(), verifier.data(), verifier_size) == 0;
           fits ? answer.ok() : answer.fail(COCO_UNAUTHORIZED, "the password is wrong");
         });
  }

  // ---- tokens: a letter for the kind and 64 hex digits
  void issue(coco_token_kind kind, coco_token& out) {
    if (letter_of(kind) == '?') throw coco::Error(COCO_INVALID, "there is no such kind of token");
    std::array<std::uint8_t, 32> secret;
    host_.random(secret.data(), secret.size());
    const std::string text = letter_of(kind) + hex(secret);
    out.text_size = static_cast<std::uint32_t>(text.copy(out.text, sizeof out.text));
    SHA256(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), out.fingerprint);
  }
  coco_status fingerprint(coco_token_kind kind, std::string_view text, std::uint8_t* out) noexcept {
    if (text.size() != 65 || letter_of(kind) == '?' || text[0] != letter_of(kind)) return COCO_UNAUTHORIZED;
    if (text.find_first_not_of("0123456789abcdef", 1) != std::string_view::npos) return COCO_UNAUTHORIZED;
    SHA256(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), out);
    return COCO_OK;
  }

 private:
  // "scrypt $⟨cost, two digits⟩$⟨salt⟩$⟨key⟩"
  static constexpr std::string_view scheme = "scrypt$";
  static constexpr std::size_t verifier_size = scheme.size() + 2 + 1 + 64 + 1 + 64;

  static char letter_of(coco_token_kind kind) {
    return kind >= COCO_TOKEN_ACCESS && kind <= COCO_TOKEN_TICKET ? "art"[kind - 1] : '?';
  }
  static std::string hex(const std::array<std::uint8_t, 32>& bytes) {
    std::string out;
    for (const std::uint8_t byte : bytes) out += {"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]};
    return out;
  }
  static std::string verifier_of(const std::string& password, unsigned cost, const std::string& salt) {
    std::array<std::uint8_t, 32> key;
    const std::uint64_t n = std::uint64_t{1} << cost, max_memory = (n + 32) * 1024 + (1 << 20);
    if (EVP_PBE_scrypt(password.data(), password.size(), reinterpret_cast<const std::uint8_t*>(salt.data()), salt.size(), n, 8, 1,
                       max_memory, key.data(), key.size()) != 1)
      throw coco::Error(COCO_INTERNAL, "OpenSSL does not compute scrypt with this cost");
    return std::string(scheme) + std::to_string(cost) + "$" + salt + "$" + hex(key);
  }

  struct Job {
    coco::UnderWay::Part part;
    coco::Completion done;
    std::function<void(coco::Completion&)> run;
  };
  void work(coco::Completion&& done, std::function<void(coco::Completion&)> run) {
    auto job = std::make_unique<Job>(Job{under_way_.begin(), std::move(done), std::move(run)});
    if (!job->part) return job->done.fail(COCO_ABORTED, "the plugin is stopping");
    const auto on_worker = [](void* arg) {
      const std::unique_ptr<Job> mine(static_cast<Job*>(arg));
      try {
        mine->run(mine->done);
      } catch (const coco::Error& e) {
        mine->done.fail(e.code(), e.what());
      }
    };
    if (host_.run_blocking(on_worker, job.get()) == COCO_OK)
      static_cast<void>(job.release());
    else
      job->done.fail(COCO_BUSY, "the host's workers are busy; try again later");
  }

  const coco::Host host_;
  const unsigned cost_;
  coco::UnderWay under_way_;
  const coco_auth table_{sizeof table_,
                         0,
                         this,
                         COCO_BIND(coco_auth, enroll, TemplateAuth),
                         COCO_BIND(coco_auth, authenticate, TemplateAuth),
                         COCO_BIND(coco_auth, issue, TemplateAuth),
                         COCO_BIND(coco_auth, fingerprint, TemplateAuth)};
};

COCO_EXPORT(TemplateAuth)
