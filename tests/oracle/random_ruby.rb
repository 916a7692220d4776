# SPDX-License-Identifier: MIT
# Answers "SEED OP TIMES [ARGUMENT]" lines with Ruby's values, one line each.
STDIN.each_line do |line|
  seed, op, times, argument = line.split
  random = Random.new(seed.to_i)
  puts Array.new(times.to_i) {
    case op
    when 'rand' then argument ? random.rand(argument.to_i) : format('%a', random.rand)
    else (0...argument.to_i).to_a.shuffle(random: random).join(' ')
    end
  }.join(' ')
end
