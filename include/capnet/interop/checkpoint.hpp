#pragma once
/// Saves where a simulation stands and goes on from there, with Boost.Serialization: resumed equals uninterrupted, bit
/// for bit.
#include <cstddef>
#include <cstdint>
#include <istream>
#include <iterator>
#include <ostream>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/archive/archive_exception.hpp>
#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>
#include <boost/serialization/binary_object.hpp>
#include <boost/serialization/string.hpp>

#include <capnet/core/error.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/core/text.hpp>
#include <capnet/sim/data_hash.hpp>
#include <capnet/sim/simulation.hpp>

namespace capnet {
namespace detail {

inline constexpr std::string_view checkpoint_mark = "capnet checkpoint 1\n";

/// Writes or reads the arrays of a simulation, a count and its bytes each.
template <class Archive>
class checkpoint_arrays {
 public:
  /// `most`: bytes that an archive can hold.
  checkpoint_arrays(Archive& archive, std::uint64_t most) : archive_{archive}, most_{most} {}
  template <class T>
  void operator()(T& value) const {
    if constexpr (requires { value.data(); }) {
      using element = typename T::value_type;
      static_assert(std::is_trivially_copyable_v<element>);
      std::uint64_t n = value.size();
      archive_ & n;
      if (n > most_ / sizeof(element))
        throw input_error{"a checkpoint has an array of " + std::to_string(n) +
                          " entries; expected no more than it has bytes for"};
      if constexpr (!std::is_const_v<T>) value.resize(static_cast<std::size_t>(n));
      move_bytes(value.data(), value.size() * sizeof(element));
    } else {
      move_bytes(&value, sizeof value);
    }
  }

 private:
  void move_bytes(const void* place, std::size_t n) const {
    auto bytes = boost::serialization::make_binary_object(place, n);
    archive_ & bytes;
  }
  Archive& archive_;
  std::uint64_t most_;
};

/// What a checkpoint belongs to: it is gone on from by the same run alone.
[[nodiscard]] inline std::string checkpoint_run(const simulation& run) {
  const simulation_options& o = run.options();
  std::string start = run.days().start ? to_string(*run.days().start) : std::string{"undated"};
  return "seed " + std::to_string(o.seed) + ", replica " + std::to_string(o.replica) + ", steps of " +
         std::to_string(o.every) + (o.unit == step_unit::day ? " days" : " months") + " from " + start + ", ids " +
         quote(o.id_prefix) + ", rules " + quote(run.rules());
}

}  // namespace detail

/// Writes where a simulation stands. `data` is the data_hash of the network it began with: reckoned if it is not given,
/// which reads the network once. Throws input_error if the stream fails.
inline void save_checkpoint(std::ostream& out, const simulation& run, std::optional<std::uint64_t> data = {}) {
  std::ostringstream body;
  {
    boost::archive::binary_oarchive archive{body, boost::archive::no_header};
    detail::checkpoint_arrays arrays{archive, ~std::uint64_t{0}};
    run.for_each_array(arrays);
  }
  const std::string bytes = std::move(body).str();
  std::ostringstream head;
  {
    boost::archive::binary_oarchive archive{head, boost::archive::no_header};
    const std::string of = detail::checkpoint_run(run);
    const std::uint64_t network = data.value_or(data_hash(run.state().net())), length = bytes.size(),
                        hash = stable_hash(bytes);
    archive << of << network << length << hash;
  }
  const std::string first = std::move(head).str();
  const auto number = [](std::uint64_t n) { return hash_text(n); };
  out << detail::checkpoint_mark << number(first.size()) << number(stable_hash(first)) << first << bytes;
  out.flush();
  if (!out) throw input_error{"a checkpoint could not be written; expected a stream that takes it"};
}

/// Reads where a simulation stood into one that was put together in the same way: of the same network, options and
/// rules. Throws input_error, and leaves `run` as it was, for a checkpoint of another version, network or run, and for
/// one that is damaged or cut short. What is not a checkpoint's hash is not given to Boost, but a forger can make one:
/// trusted input only.
inline void load_checkpoint(std::istream& in, simulation& run, std::optional<std::uint64_t> data = {}) {
  const auto refuse = [](std::string what) { throw input_error{std::move(what)}; };
  const auto read = [&](std::uint64_t n) {
    std::string bytes;
    constexpr std::uint64_t piece = 1 << 20;  // so that a length alone takes no memory
    while (bytes.size() < n) {
      const std::size_t before = bytes.size();
      bytes.resize(before + static_cast<std::size_t>(std::min(piece, n - before)));
      in.read(bytes.data() + before, static_cast<std::streamsize>(bytes.size() - before));
      if (static_cast<std::size_t>(in.gcount()) < bytes.size() - before)
        refuse("a checkpoint ends after " + std::to_string(before + static_cast<std::size_t>(in.gcount())) + " of " +
               std::to_string(n) + " bytes; expected a whole one");
    }
    return bytes;
  };
  const std::string mark = read(detail::checkpoint_mark.size());
  if (mark != detail::checkpoint_mark)
    refuse("the file begins with " + quote(shortened(mark, 40)) + "; expected a checkpoint of this version, " +
           quote(detail::checkpoint_mark.substr(0, detail::checkpoint_mark.size() - 1)));
  const auto number = [&] {
    std::uint64_t n = 0;
    for (const char digit : read(16)) {
      const std::size_t at = std::string_view{"0123456789abcdef"}.find(digit);
      if (at == std::string_view::npos)
        refuse("a checkpoint is damaged in its first line; expected it as it was written");
      n = n << 4 | at;
    }
    return n;
  };
  const std::uint64_t head_size = number(), head_hash = number();
  const std::string head = read(head_size);
  if (stable_hash(head) != head_hash) refuse("a checkpoint is damaged in its head; expected it as it was written");
  std::string of;
  std::uint64_t network = 0, length = 0, hash = 0;
  simulation resumed = run;
  try {
    {
      std::istringstream bytes{head};
      boost::archive::binary_iarchive archive{bytes, boost::archive::no_header};
      archive >> of >> network >> length >> hash;
    }
    if (const std::string mine = detail::checkpoint_run(run); of != mine)
      refuse("a checkpoint of another run: " + shortened(of, 300) + "; expected " + shortened(mine, 300));
    if (network != data.value_or(data_hash(run.state().net())))
      refuse("a checkpoint of a run on another network, of hash " + hash_text(network) +
             "; expected the network that it began with");
    std::string body = read(length);
    if (stable_hash(body) != hash) refuse("a checkpoint is damaged; expected it as it was written");
    std::istringstream bytes{std::move(body)};
    boost::archive::binary_iarchive archive{bytes, boost::archive::no_header};
    detail::checkpoint_arrays arrays{archive, length};
    resumed.for_each_array(arrays);
  } catch (const boost::archive::archive_exception& error) {
    refuse(std::string{"a checkpoint can't be read: "} + error.what() + "; expected it as it was written");
  }
  run = std::move(resumed);
}

}  // namespace capnet
