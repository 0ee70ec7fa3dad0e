/** Ways to read a line in quadratic time, all of which the work meter must detect. */
export const QUADRATIC: Readonly<Record<string, (line: string) => unknown>> = {
  'two loops over its characters': (line) => {
    let pairs = 0
    for (let one = 0; one < line.length; one += 1) {
      for (let other = 0; other < one; other += 1) if (line[one] === line[other]) pairs += 1
    }
    return pairs
  },
  'a callback for each character that looks at all': (line) =>
    line.split('').filter((character) => line.lastIndexOf(`${character}!`) !== -1),
  'what is left, again and again': (line) => {
    let left = line
    while (left !== '') left = left.slice(1)
    return left
  },
  'a pattern from each place on': (line) => line.split('').map((_, at) => /^ *!/.test(line.slice(at))),
  'a search that begins anew': (line) => line.split('').map((_, at) => line.indexOf('!', at)),
  'a text that is changed piece by piece': (line) => line.split('').reduce((text) => text.replace('[', '('), line),
  'JSON as deep as it is long': (line) => {
    try {
      return JSON.parse(line)
    } catch {
      return undefined
    }
  },
}
