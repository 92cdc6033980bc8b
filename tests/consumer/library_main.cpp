// Reads a small data folder with the compiled part.
#include <filesystem>
#include <fstream>
#include <iostream>

#include <capnet/io/data_folder.hpp>

int main() {
  const std::filesystem::path folder = "consumer_data";
  std::filesystem::create_directories(folder);
  std::ofstream{folder / "vertices.csv"} << "id,kind\nhub,organization\na,organization\n";
  std::ofstream{folder / "ties.csv"} << "relation,source,target\ncollaborates_with,hub,a\n";
  const capnet::snapshot net = capnet::read_folder(folder);
  std::cout << net.order() << " vertices\n";
  return net.order() == 2 && net.layer<capnet::collaborates_with>().size() == 1 ? 0 : 1;
}
