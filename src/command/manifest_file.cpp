#include "command/manifest_file.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <capnet/core/error.hpp>

#include "command/sweep_file.hpp"

namespace capnet::command {
namespace {

namespace json = boost::json;

constexpr std::size_t most_bytes = 1'000'000;  // of a manifest

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& found) {
  throw input_error{{{file.string(), 0, 0,
                      found + "; expected an answer of capnet in JSON, its manifest, or a file of capnet sweep"}}};
}

/// Hears the bytes of an object one by one and keeps those of its field `manifest`.
class manifest_finder {
 public:
  /// False once the object has ended.
  bool hear(char byte) {
    if (keeps_ && kept_.size() <= most_bytes) kept_ += byte;
    if (in_text_) {
      if (escaped_)
        escaped_ = false;
      else if (byte == '\\')
        escaped_ = true;
      else if (byte == '"')
        in_text_ = false;
      if (names_ && depth_ == 1 && in_text_ && name_.size() <= wanted.size()) name_ += byte;
      return true;
    }
    switch (byte) {
      case '"':
        in_text_ = true;
        if (names_ && depth_ == 1) name_.clear();
        break;
      case ':':
        if (depth_ == 1 && names_) {
          names_ = false;
          if (name_ == wanted) kept_.clear(), keeps_ = found_ = true;
        }
        break;
      case '{':
      case '[':
        names_ = depth_++ == 0;
        break;
      case '}':
      case ']':
        if (depth_ == 1) end_field();
        if (depth_ > 0) --depth_;
        return depth_ > 0;
      case ',':
        if (depth_ == 1) end_field(), names_ = true;
        break;
      default:
        break;
    }
    return true;
  }
  /// The bytes after the colon, if the field has ended.
  [[nodiscard]] std::optional<std::string_view> manifest() const {
    return found_ && !keeps_ ? std::optional<std::string_view>{kept_} : std::nullopt;
  }

 private:
  static constexpr std::string_view wanted = "manifest";

  void end_field() {
    if (std::exchange(keeps_, false) && kept_.size() <= most_bytes) kept_.pop_back();  // what ended it
  }

  std::string kept_{}, name_{};
  std::size_t depth_ = 0;
  bool in_text_ = false, escaped_ = false, names_ = false, keeps_ = false, found_ = false;
};

/// The text of the manifest: that of the field, or all of a small file without one.
std::string manifest_text(const std::filesystem::path& file) {
  std::error_code fault;
  const auto kind = std::filesystem::status(file, fault).type();
  if (kind == std::filesystem::file_type::not_found) refuse(file, "there is no such file");
  if (kind != std::filesystem::file_type::regular) refuse(file, "is not a regular file");
  std::ifstream in{file, std::ios::binary};
  if (!in) refuse(file, "can't be opened");
  manifest_finder finder;
  std::string beginning;
  std::array<char, 1 << 16> buffer{};
  bool first_line = false, hears = true;
  while (hears && (in.read(buffer.data(), buffer.size()), in.gcount() > 0)) {
    const std::string_view bytes{buffer.data(), static_cast<std::size_t>(in.gcount())};
    if (beginning.empty()) {
      first_line = bytes.starts_with(sweep_file_beginning);
      const std::size_t first = bytes.find_first_not_of(" \t\r\n");
      if (first == bytes.npos || bytes[first] != '{') refuse(file, "is no object in JSON");
    }
    if (beginning.size() <= most_bytes) beginning += bytes;
    for (std::size_t k = 0; hears && k < bytes.size(); ++k)
      hears = !(first_line && bytes[k] == '\n') && finder.hear(bytes[k]);
  }
  if (const auto found = finder.manifest()) return std::string{*found};
  if (beginning.empty()) refuse(file, "is empty");
  return beginning;
}

}  // namespace

json::object read_manifest(const std::filesystem::path& file) {
  const std::string text = manifest_text(file);
  if (text.size() > most_bytes) refuse(file, "has no manifest of at most a million bytes");
  json::error_code fault;
  const json::value found = json::parse(text, fault);
  if (fault) refuse(file, "has a manifest that is no JSON: " + fault.message());
  const json::object* const manifest = found.if_object();
  const auto field = [&](std::string_view name) { return manifest == nullptr ? nullptr : manifest->if_contains(name); };
  const json::value* const version = field("version");
  const json::value* const hash = field("data_hash");
  const json::value* const seed = field("seed");
  const json::value* const arguments = field("arguments");
  if (version == nullptr || hash == nullptr || arguments == nullptr)
    refuse(file, "has no manifest with version, data_hash and arguments");
  const auto is_text = [](const json::value& v) { return v.is_string(); };
  if (!version->is_string() || !(hash->is_string() || hash->is_null()) || !arguments->is_array() ||
      !std::ranges::all_of(arguments->get_array(), is_text) ||
      (seed != nullptr && !seed->is_uint64() && !(seed->is_int64() && seed->get_int64() >= 0)))
    refuse(file,
           "has a manifest of other types than a text for version, a text or null for data_hash, a list of texts for "
           "arguments and a whole number for seed");
  return *manifest;
}

}  // namespace capnet::command
