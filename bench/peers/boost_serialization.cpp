#include "boost_serialization.hpp"

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>
#include <boost/serialization/level.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/tracking.hpp>
#include <boost/serialization/vector.hpp>
#include <fstream>

// Without a version and an address for each record: its fast way.
BOOST_CLASS_IMPLEMENTATION(capnet::bench::archived_vertex, boost::serialization::object_serializable)
BOOST_CLASS_TRACKING(capnet::bench::archived_vertex, boost::serialization::track_never)
BOOST_CLASS_IMPLEMENTATION(capnet::bench::archived_tie, boost::serialization::object_serializable)
BOOST_CLASS_TRACKING(capnet::bench::archived_tie, boost::serialization::track_never)

namespace capnet::bench {

template <class Archive>
void serialize(Archive& archive, archived_vertex& v, unsigned) {
  archive & v.key & v.kind & v.sector & v.region;
}
template <class Archive>
void serialize(Archive& archive, archived_tie& uv, unsigned) {
  archive & uv.source & uv.target & uv.begin & uv.end & uv.weight;
}
template <class Archive>
void serialize(Archive& archive, archived_network& net, unsigned) {
  archive & net.regions & net.vertices & net.ties;
}

void write_boost_archive(const archived_network& net, const std::filesystem::path& file) {
  std::ofstream out{file, std::ios::binary};
  boost::archive::binary_oarchive archive{out};
  archive << net;
}

archived_network read_boost_archive(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  boost::archive::binary_iarchive archive{in};
  archived_network net;
  archive >> net;
  return net;
}

}  // namespace capnet::bench
