#pragma once
/// Columns on their way into the structs of the Arrow C Data Interface. Not interface: see arrow.hpp.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/interop/arrow_abi.hpp>

namespace capnet::detail {

/// A column, or a struct of columns, with what keeps its buffers alive.
struct arrow_column {
  std::string format{}, name{};
  std::vector<std::pair<std::string, std::string>> metadata{};
  std::int64_t length = 0, null_count = 0;
  std::vector<const void*> buffers{};
  std::vector<std::shared_ptr<const void>> owners{};
  std::vector<arrow_column> children{}, dictionary{};  ///< the latter has at most one
  bool nullable = true;

  /// Adds a buffer of its own.
  template <class T>
  void own(std::vector<T> values) {
    const auto kept = std::make_shared<const std::vector<T>>(std::move(values));
    buffers.push_back(kept->data());
    owners.push_back(kept);
  }
  /// Adds a buffer that `owner` keeps alive.
  template <class T>
  void borrow(std::span<const T> values, std::shared_ptr<const void> owner) {
    buffers.push_back(values.data());
    owners.push_back(std::move(owner));
  }
  /// Adds the buffer that has a bit for each row: whether `known(row)`. None is needed where all are.
  template <class Known>
  void validity(const Known& known) {
    std::vector<std::uint8_t> bits((static_cast<std::size_t>(length) + 7) / 8);
    for (std::size_t row = 0; row < static_cast<std::size_t>(length); ++row) {
      if (known(row))
        bits[row / 8] = static_cast<std::uint8_t>(bits[row / 8] | 1u << row % 8);
      else
        ++null_count;
    }
    if (null_count > 0)
      own(std::move(bits));
    else
      buffers.push_back(nullptr);
  }
};

[[nodiscard]] inline arrow_column make_arrow_column(std::string name, const char* format, std::size_t length) {
  arrow_column made;
  made.name = std::move(name);
  made.format = format;
  made.length = static_cast<std::int64_t>(length);
  return made;
}

/// Texts; an empty one is null. `text_at(row)` gives what converts to a std::string_view.
template <class TextAt>
[[nodiscard]] arrow_column arrow_texts(std::string name, std::size_t length, const TextAt& text_at) {
  arrow_column made = make_arrow_column(std::move(name), "U", length);
  std::vector<std::int64_t> offsets{0};
  std::vector<char> bytes;
  offsets.reserve(length + 1);
  for (std::size_t row = 0; row < length; ++row) {
    const auto& text = text_at(row);
    bytes.insert(bytes.end(), std::string_view{text}.begin(), std::string_view{text}.end());
    offsets.push_back(static_cast<std::int64_t>(bytes.size()));
  }
  made.validity([&](std::size_t row) { return offsets[row] != offsets[row + 1]; });
  made.own(std::move(offsets));
  made.own(std::move(bytes));
  return made;
}

/// `pairs` as the bytes that a schema's metadata has.
[[nodiscard]] inline std::string arrow_metadata(const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::string bytes;
  const auto append = [&](std::size_t number) {
    const auto value = static_cast<std::int32_t>(number);
    char raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    bytes.append(raw, sizeof raw);
  };
  append(pairs.size());
  for (const auto& [key, value] : pairs) {
    append(key.size()), bytes += key;
    append(value.size()), bytes += value;
  }
  return bytes;
}

/// What a struct points to, until it is released. A child has its own, so that who takes one out can keep it.
template <class Struct>
struct arrow_tree {
  std::vector<Struct> children{}, dictionary{};
  std::vector<Struct*> pointers{};

  /// Releases what was not taken out.
  ~arrow_tree() {
    for (auto* list : {&children, &dictionary}) {
      for (Struct& one : *list) {
        if (one.release != nullptr) one.release(&one);
      }
    }
  }
  arrow_tree() = default;
  arrow_tree(const arrow_tree&) = delete;
  arrow_tree& operator=(const arrow_tree&) = delete;

  template <class Fill>
  void grow(const arrow_column& from, const Fill& fill) {
    children.resize(from.children.size(), Struct{});
    dictionary.resize(from.dictionary.size(), Struct{});
    for (std::size_t k = 0; k < children.size(); ++k) {
      fill(from.children[k], children[k]);
      pointers.push_back(&children[k]);
    }
    if (!dictionary.empty()) fill(from.dictionary[0], dictionary[0]);
  }
};

struct arrow_schema_data : arrow_tree<ArrowSchema> {
  std::string format, name, metadata;
};
struct arrow_array_data : arrow_tree<ArrowArray> {
  std::vector<const void*> buffers;
  std::vector<std::shared_ptr<const void>> owners;
};

template <class Struct, class Data>
void release_arrow(Struct* one) {
  delete static_cast<Data*>(one->private_data);
  one->private_data = nullptr;
  one->release = nullptr;
}

inline void fill_arrow(const arrow_column& from, ArrowSchema& to) {
  auto data = std::make_unique<arrow_schema_data>();
  data->format = from.format, data->name = from.name;
  if (!from.metadata.empty()) data->metadata = arrow_metadata(from.metadata);
  data->grow(from, [](const arrow_column& child, ArrowSchema& into) { fill_arrow(child, into); });
  to = {.format = data->format.c_str(),
        .name = data->name.c_str(),
        .metadata = data->metadata.empty() ? nullptr : data->metadata.data(),
        .flags = from.nullable ? ARROW_FLAG_NULLABLE : 0,
        .n_children = static_cast<std::int64_t>(data->children.size()),
        .children = data->pointers.data(),
        .dictionary = data->dictionary.empty() ? nullptr : data->dictionary.data(),
        .release = release_arrow<ArrowSchema, arrow_schema_data>,
        .private_data = nullptr};
  to.private_data = data.release();
}

inline void fill_arrow(const arrow_column& from, ArrowArray& to) {
  auto data = std::make_unique<arrow_array_data>();
  data->buffers = from.buffers, data->owners = from.owners;
  data->grow(from, [](const arrow_column& child, ArrowArray& into) { fill_arrow(child, into); });
  to = {.length = from.length,
        .null_count = from.null_count,
        .offset = 0,
        .n_buffers = static_cast<std::int64_t>(data->buffers.size()),
        .n_children = static_cast<std::int64_t>(data->children.size()),
        .buffers = data->buffers.data(),
        .children = data->pointers.data(),
        .dictionary = data->dictionary.empty() ? nullptr : data->dictionary.data(),
        .release = release_arrow<ArrowArray, arrow_array_data>,
        .private_data = nullptr};
  to.private_data = data.release();
}

/// Columns of so many rows as a struct array. Throws std::bad_alloc and leaves both as they are.
inline void fill_arrow(std::vector<arrow_column> columns, std::size_t length, ArrowSchema& schema, ArrowArray& rows) {
  arrow_column table = make_arrow_column("", "+s", length);
  table.children = std::move(columns);
  table.buffers.push_back(nullptr);
  table.nullable = false;
  ArrowSchema described{};
  fill_arrow(table, described);
  try {
    fill_arrow(table, rows);
  } catch (...) {
    described.release(&described);
    throw;
  }
  schema = described;
}

}  // namespace capnet::detail
