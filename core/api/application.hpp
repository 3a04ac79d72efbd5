// The whole application behind the gateway: the domain's parts, made and wired once.
#pragma once

#include <simdjson.h>

#include <memory>
#include <string>
#include <utility>

#include "core/api/fanout.hpp"
#include "core/api/offer_limits.hpp"
#include "core/api/renewals.hpp"
#include "core/api/replay.hpp"
#include "core/domain/blocks.hpp"
#include "core/domain/codes.hpp"
#include "core/domain/directory.hpp"
#include "core/domain/files.hpp"
#include "core/domain/friends.hpp"
#include "core/domain/guest.hpp"
#include "core/domain/membership.hpp"
#include "core/domain/messages.hpp"
#include "core/domain/preferences.hpp"
#include "core/domain/presence.hpp"
#include "core/domain/profiles.hpp"
#include "core/domain/reactions.hpp"
#include "core/domain/revisions.hpp"
#include "core/domain/search.hpp"
#include "core/domain/sessions.hpp"
#include "core/domain/topics.hpp"
#include "core/domain/typing.hpp"

namespace cocotalk::api {

class Offers;
std::shared_ptr<Offers> offers_within(coco::Host host, const OfferLimits& within);
const Hearing& hearing_of(const Offers& offers);

// Lives on the loop, from the service's start to its end; in the simulator, from one crash to the next.
struct Application {
  Application(coco::Host host, runtime::Executor& executor, domain::Limits limits, domain::TopicSpaces topic_spaces = {},
              domain::GuestLogin guest_login = {}, OfferLimits offer_limits = {})
      : world(host, executor, limits),
        message_rate(limits.message_burst, limits.messages_per_second),
        links(executor),
        offers(offers_within(host, offer_limits)),
        fanout(world, links, hearing_of(*offers)),
        files(world),
        accounts(world, files),
        sessions(world, accounts, fanout),
        codes(world),
        friends(world, accounts, fanout),
        rooms(world, accounts, fanout),
        pushes(world, rooms, sessions),
        finder(host, executor),
        indexing(world, finder),
        history(world),
        messages(world, rooms, history, pushes, indexing, fanout, message_rate),
        revisions(world, rooms, history, messages, indexing, fanout),
        reactions(world, rooms, history, fanout),
        blocks(world, accounts, rooms, fanout),
        preferences(world, rooms, fanout),
        presence(world, rooms, links, fanout),
        typing(world, rooms, fanout),
        profiles(world, accounts, files, rooms, sessions, fanout),
        membership(world, accounts, files, rooms, messages, presence, indexing, fanout),
        search(world, rooms, history, friends, finder),
        topics(world, links, message_rate, std::move(topic_spaces)),
        guest(world, accounts, fanout, std::move(guest_login)),
        directory(world),
        listings(world) {}
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  // Reads or makes the store's epoch and the guest's account, and goes on with what a stop interrupted; the tables are defined
  // before.
  runtime::Task<void> open_store();
  // Gives the store a new epoch: clients forget their positions.
  runtime::Task<void> renew_epoch();

  domain::World world;
  domain::TokenBuckets message_rate;  // one for all that an account says
  domain::Links links;
  const std::shared_ptr<Offers> offers;  // of plugins; never null
  Fanout fanout;
  domain::Files files;
  domain::Accounts accounts;
  domain::Sessions sessions;
  domain::Codes codes;
  domain::Friends friends;
  domain::Rooms rooms;
  domain::Pushes pushes;
  domain::Finder finder;
  domain::Indexing indexing;
  domain::History history;
  domain::Messages messages;
  domain::Revisions revisions;
  domain::Reactions reactions;
  domain::Blocks blocks;
  domain::Preferences preferences;
  domain::Presence presence;
  domain::Typing typing;
  domain::Profiles profiles;
  domain::Membership membership;
  domain::Search search;
  domain::Topics topics;
  domain::Guest guest;
  domain::Directory directory;
  Listings listings;
  Renewals renewals;
  std::string store_epoch;
  simdjson::dom::parser parser;  // what Fields of one command point into, until its first co_await
};

}  // namespace cocotalk::api
