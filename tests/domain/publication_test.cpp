#include "core/domain/publication.hpp"

#include <gtest/gtest.h>
#include <cocotalk/plugin.hpp>

#include <utility>

namespace cocotalk::domain {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

PackedHeaders packed(const Pairs& pairs) {
  std::vector<coco_header> headers;
  for (const auto& [name, value] : pairs) headers.push_back({coco::view(name), coco::view(value)});
  return PackedHeaders::pack(headers);
}

Pairs unpacked(const PackedHeaders& headers) {
  Pairs out;
  for (const coco_header& header : headers.unpack()) out.emplace_back(coco::text(header.name), coco::text(header.value));
  return out;
}

TEST(PackedHeaders, GiveBackWhatWasPackedInItsOrder) {
  const Pairs headers = {{"priority", "9"},
                         {"", ""},
                         {"x", std::string(300, 'y')},
                         {"a:b", "c\nd"},
                         {std::string("n\0l", 3), "\\"},
                         {"x", "again"},
                         {"v", std::string(65535, 'v')}};
  EXPECT_EQ(unpacked(packed(headers)), headers);
  EXPECT_EQ(unpacked(PackedHeaders(packed(headers).bytes())), headers) << "from the store";
}

TEST(PackedHeaders, AreNoBytesWhenThereAreNone) { EXPECT_EQ(packed({}).bytes(), ""); }

TEST(PackedHeaders, LeaveOutWhatIsLongerThanTheyCanSay) {
  EXPECT_EQ(unpacked(packed({{"a", "1"}, {"b", std::string(65536, 'v')}, {"c", "3"}})), (Pairs{{"a", "1"}, {"c", "3"}}));
}

TEST(Publication, ItsChannelIsNoTopicOfTheMessenger) {
  Publication said;
  said.channel = Publication::channel_of("/topic/5/message");
  EXPECT_EQ(said.topic(), "/topic/5/message");
  EXPECT_NE(said.channel, said.topic());
}

}  // namespace
}  // namespace cocotalk::domain
