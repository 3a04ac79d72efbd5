#include "push-http/service_account.hpp"

#include "push-http/signature.hpp"

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <Poco/URI.h>

#include <cocotalk/plugin.hpp>

#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

namespace cocotalk::push_http {
namespace {

constexpr char scope[] = "https://www.googleapis.com/auth/firebase.messaging";
constexpr std::int64_t assertion_s = 3600, spare_s = 60;

std::string claims_of(const AccountKey& key, std::int64_t now_s) {
  Poco::JSON::Object claims(Poco::JSON_PRESERVE_KEY_ORDER);
  claims.set("iss", key.client_email).set("scope", scope).set("aud", key.token_uri);
  claims.set("iat", now_s).set("exp", now_s + assertion_s);
  std::ostringstream text;
  claims.stringify(text);
  return text.str();
}

}  // namespace

AccountKey read_account_key(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw coco::Error(COCO_INVALID, "setting 'key_file': '" + path + "' cannot be read");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  try {
    const auto object = Poco::JSON::Parser().parse(text).extract<Poco::JSON::Object::Ptr>();
    AccountKey key{object->getValue<std::string>("project_id"), object->getValue<std::string>("client_email"),
                   object->getValue<std::string>("private_key"), object->getValue<std::string>("token_uri")};
    static_cast<void>(signed_token("{}", key.private_key));
    return key;
  } catch (const Poco::Exception& e) {
    throw coco::Error(COCO_INVALID, "setting 'key_file': '" + path + "' is no service account key: " + e.displayText());
  } catch (const coco::Error& e) {
    throw coco::Error(COCO_INVALID, "setting 'key_file': '" + path + "': " + e.what());
  }
}

ServiceAccount::ServiceAccount(AccountKey key, const std::string& ca_file, std::chrono::seconds timeout)
    : key_(std::move(key)), client_(key_.token_uri, ca_file, timeout) {}

const std::string& ServiceAccount::access_token(std::int64_t now_s) {
  if (now_s + spare_s < valid_until_s_) return token_;
  const std::string assertion = signed_token(claims_of(key_, now_s), key_.private_key);
  const Response response =
      client_.post({Poco::URI(key_.token_uri).getPathEtc(),
                    "application/x-www-form-urlencoded",
                    "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + assertion,
                    {}});
  if (!response.is_success()) throw coco::Error(COCO_RETRY, "the token service answered " + std::to_string(response.status));
  try {
    const auto object = Poco::JSON::Parser().parse(response.body).extract<Poco::JSON::Object::Ptr>();
    token_ = object->getValue<std::string>("access_token");
    valid_until_s_ = now_s + object->getValue<std::int64_t>("expires_in");
  } catch (const Poco::Exception& e) {
    throw coco::Error(COCO_RETRY, "the token service answered nonsense: " + e.displayText());
  }
  return token_;
}

}  // namespace cocotalk::push_http
