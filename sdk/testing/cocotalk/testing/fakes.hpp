// Fakes for everything a plugin may need.
#pragma once

#include <cocotalk/testing/fake_auth.hpp>
#include <cocotalk/testing/fake_bus.hpp>
#include <cocotalk/testing/fake_files.hpp>
#include <cocotalk/testing/fake_gateway.hpp>
#include <cocotalk/testing/fake_mail.hpp>
#include <cocotalk/testing/fake_net.hpp>
#include <cocotalk/testing/fake_pictures.hpp>
#include <cocotalk/testing/fake_push.hpp>
#include <cocotalk/testing/fake_search.hpp>
#include <cocotalk/testing/fake_session_policy.hpp>
#include <cocotalk/testing/fake_storage.hpp>
#include <cocotalk/testing/tested_plugin.hpp>

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

namespace cocotalk::testing {

// One of each. The lane of its net has a thread of its own, which is the gateway's too.
class Fakes {
 public:
  enum class Optional { offered, missing };

  Fakes() : lane_([this] { net_.serve(); }) {}
  Fakes(const Fakes&) = delete;
  Fakes& operator=(const Fakes&) = delete;
  ~Fakes() {
    net_.quit();
    lane_.join();
  }

  // What a plugin of this descriptor needs. Throws std::runtime_error for a need no fake stands in for.
  Offers offers_for(const coco_plugin& plugin, Optional optional = Optional::offered) const {
    Offers out;
    for (const char* const* need = plugin.needs; *need != nullptr; ++need) {
      std::string id = *need;
      const bool is_optional = id.ends_with('?');
      if (is_optional) id.pop_back();
      if (is_optional && optional == Optional::missing) continue;
      if (const auto found = tables_.find(id); found != tables_.end())
        out[id] = found->second;
      else if (!is_optional)
        throw std::runtime_error("it needs " + id + ", and there is no fake of that; test it in a program of your own");
    }
    return out;
  }

 private:
  FakeAuth auth_;
  FakeBus bus_;
  FakeFiles files_;
  FakeGateway gateway_;
  FakeMail mail_;
  FakeNet net_;
  FakePictures pictures_;
  FakePush push_;
  FakeSearch search_;
  FakeSessionPolicy policy_;
  FakeStorage storage_;
  const std::map<std::string, const void*> tables_ = {{COCO_AUTH, auth_.table()},
                                                      {COCO_BUS, bus_.table()},
                                                      {COCO_FILES, files_.table()},
                                                      {COCO_GATEWAY, gateway_.table()},
                                                      {COCO_HTTP, net_.http()},
                                                      {COCO_MAIL, mail_.table()},
                                                      {COCO_NET, net_.net()},
                                                      {COCO_PICTURES, pictures_.table()},
                                                      {COCO_PUSH, push_.table()},
                                                      {COCO_SEARCH, search_.table()},
                                                      {COCO_SESSION_POLICY, policy_.table()},
                                                      {COCO_STORAGE, storage_.table()}};
  std::thread lane_;
};

}  // namespace cocotalk::testing
