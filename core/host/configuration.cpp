#include "core/host/configuration.hpp"

#include "core/plugins/nearest.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace cocotalk::host {
namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += (out.empty() ? "" : "\n") + line;
  return out;
}

std::string at_line(const std::string& file, unsigned line) { return file + ":" + std::to_string(line); }

// Keys written twice, anywhere.
void complain_of_repetition(const std::string& file, const Json& value, const std::string& path,
                            std::vector<std::string>& complaints) {
  std::map<std::string, unsigned> lines;
  for (const JsonMember& member : value.members) {
    const std::string name = path.empty() ? member.key : path + "." + member.key;
    const auto [earlier, is_new] = lines.try_emplace(member.key, member.line);
    if (!is_new)
      complaints.push_back(at_line(file, member.line) + ": '" + name + "' is written twice, first on line " +
                           std::to_string(earlier->second) + "; remove one");
    complain_of_repetition(file, member.value, name, complaints);
  }
}

// Gathers the parts of one configuration; complaints go to the caller's list.
class Reader {
 public:
  Reader(const std::string& file, std::vector<std::string>& complaints) : complaints_(complaints) { out_.file = file; }

  Configuration read(const Json& root) {
    out_.host.where = out_.log.where = out_.service.where = out_.file;
    out_.log.name = "log";
    out_.service.name = "service";
    if (root.kind != Json::Kind::object) {
      complain(root.line, "the configuration is " + std::string(kind_name(root.kind)) + "; write an object { … }");
      return std::move(out_);
    }
    for (const JsonMember& member : root.members) {
      if (member.key == "plugins")
        read_plugins(member);
      else if (member.key == "log")
        read_section(member, out_.log);
      else if (member.key == "service")
        read_section(member, out_.service);
      else
        out_.host.given.push_back({member.key, member.value, at_line(out_.file, member.line), Given::Source::file});
    }
    if (root.member("plugins") == nullptr)
      complaints_.push_back(out_.file + ": has no \"plugins\"; name at least one plugin there");
    return std::move(out_);
  }

 private:
  void complain(unsigned line, const std::string& why) { complaints_.push_back(at_line(out_.file, line) + ": " + why); }

  void read_section(const JsonMember& member, Section& section) {
    section.name = member.key;
    section.where = at_line(out_.file, member.line);
    if (member.value.kind != Json::Kind::object)
      return complain(member.line, "'" + member.key + "' is " + std::string(kind_name(member.value.kind)) +
                                       "; write its settings as an object { … }");
    for (const JsonMember& setting : member.value.members)
      section.given.push_back({setting.key, setting.value, at_line(out_.file, setting.line), Given::Source::file});
  }

  void read_plugins(const JsonMember& member) {
    if (member.value.kind != Json::Kind::object)
      return complain(member.line,
                      "'plugins' is " + std::string(kind_name(member.value.kind)) + "; write an object { \"net\": { … } }");
    for (const JsonMember& entry : member.value.members) {
      if (std::ranges::find(out_.plugins, entry.key, &Section::name) != out_.plugins.end())
        continue;  // a repeated key, told already
      Section& section = out_.plugins.emplace_back();
      read_section(entry, section);
      read_library_name(section);
    }
  }

  void read_library_name(Section& section) {
    section.plugin = section.name;
    const auto given = std::ranges::find(section.given, "plugin", &Given::key);
    if (given == section.given.end()) return;
    if (given->value.kind == Json::Kind::string && !given->value.text.empty())
      section.plugin = given->value.text;
    else
      complaints_.push_back(given->where + ": '" + section.name +
                            ".plugin' names no plugin; write one like \"session-policy-max\" or \"./mine.so\"");
    section.given.erase(given);
  }

  std::vector<std::string>& complaints_;
  Configuration out_;
};

// The section and key that "net.lanes" means; the host's own settings have no section.
std::pair<std::string, std::string> split_key(const std::string& key) {
  const std::size_t dot = key.find('.');
  if (dot == std::string::npos) return {"", key};
  return {key.substr(0, dot), key.substr(dot + 1)};
}

Section* find_section(Configuration& configuration, const std::string& name) {
  for (Section* own : {&configuration.host, &configuration.log, &configuration.service})
    if (own->name == name) return own;
  const auto found = std::ranges::find(configuration.plugins, name, &Section::name);
  return found == configuration.plugins.end() ? nullptr : &*found;
}

void apply(Configuration& configuration, const Override& override, std::vector<std::string>& complaints) {
  const auto [name, key] = split_key(override.key);
  Section* section = find_section(configuration, name);
  if (section == nullptr) {
    std::vector<std::string> known = {"log", "service"};
    for (const Section& plugin : configuration.plugins) known.push_back(plugin.name);
    complaints.push_back(override.spelling + ": '" + name + "' is no plugin of this configuration; " +
                         plugins::suggestion(name, known));
    return;
  }
  Json value;
  value.kind = Json::Kind::string;
  value.text = override.value;
  if (key == "plugin" && section->where != configuration.file)
    section->plugin = override.value;
  else
    section->given.push_back({key, value, override.spelling, Given::Source::flag});
}

}  // namespace

Refused::Refused(std::vector<std::string> complaints)
    : std::runtime_error(joined(complaints)), complaints_(std::move(complaints)) {}

ConfigurationText read_configuration_file(const std::filesystem::path& file) {
  const auto refuse = [&](int error) {
    throw Refused({file.string() + ": cannot be read (" + std::strerror(error) +
                   "); name a configuration file, or none for the built-in one"});
  };
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) refuse(EISDIR);
  std::ifstream in(file, std::ios::binary);
  if (!in.is_open()) refuse(errno);
  return {file.string(), std::string{std::istreambuf_iterator<char>(in), {}}};
}

Configuration parse_configuration(const ConfigurationText& source, const std::vector<Override>& overrides,
                                  std::vector<std::string>& complaints) {
  try {
    const Json root = parse_json(source.text);
    complain_of_repetition(source.file, root, "", complaints);
    Configuration configuration = Reader(source.file, complaints).read(root);
    for (const Override& override : overrides) apply(configuration, override, complaints);
    return configuration;
  } catch (const MalformedJson& e) {
    throw Refused({at_line(source.file, e.line()) + ": " + e.what()});
  }
}

}  // namespace cocotalk::host
