// SPDX-License-Identifier: MIT
// Answers "SEED OP TIMES [ARGUMENT]" lines with what the C++ library gives: OP raw is std::mt19937,
// permutation is std::shuffle.
#include <algorithm>
#include <iostream>
#include <numeric>
#include <random>
#include <sstream>
#include <string>
#include <vector>

int main()
{
    std::string line;
    while (std::getline(std::cin, line)) {
        std::istringstream words(line);
        unsigned long seed = 0, times = 0, count = 0;
        std::string op;
        words >> seed >> op >> times >> count;
        std::mt19937 random(static_cast<std::mt19937::result_type>(seed));
        if (op == "raw") {
            for (unsigned long i = 0; i < times; i++)
                std::cout << random() << ' ';
        } else {
            std::vector<unsigned long> order(count);
            std::iota(order.begin(), order.end(), 0UL);
            std::shuffle(order.begin(), order.end(), random);
            for (unsigned long item : order)
                std::cout << item << ' ';
        }
        std::cout << '\n';
    }
}
