/** 2026-06-01T10:00:00Z. */
const BEGIN = Date.UTC(2026, 5, 1, 10)

/** Its length in seconds; one request a second, but for two peaks of two minutes. */
const LENGTH = 1260

/** How requests of a kind are. */
interface Requests {
  /** The second in which they begin, and after which there are none. */
  readonly from: number
  readonly to: number
  readonly perSecond: number
  readonly addressOf: (index: number) => string
  /** Taken in turn: method, page, status and size. */
  readonly answers: readonly string[]
  readonly agents: readonly string[]
}

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'
const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Mobile/15E148'

/** The two peaks are a sale that many visitors come to, and one address that tries passwords. */
const KINDS: readonly Requests[] = [
  {
    from: 0,
    to: LENGTH,
    perSecond: 1,
    addressOf: (index) => (index % 9 === 0 ? `2001:db8::${(index % 40) + 1}` : `192.0.2.${(index * 7) % 60}`),
    answers: [
      'GET / 200 5120',
      'GET /shop/shirts/ 200 18432',
      'GET /style.css 304 -',
      'GET /shop/cart 302 310',
      'GET /contact 200 2048',
      'GET /pictures/shirt.jpg 200 94208',
      'GET /missing.html 404 196',
    ],
    agents: [FIREFOX, SAFARI, 'curl/8.5.0'],
  },
  {
    from: 300,
    to: 420,
    perSecond: 12,
    addressOf: (index) => `198.51.100.${(index * 11) % 250}`,
    answers: [
      'GET /sale/ 200 24576',
      'GET /sale/?page=2 200 23552',
      'GET /pictures/sale.jpg 200 65536',
      'GET /sale/ 503 299',
    ],
    agents: [FIREFOX, SAFARI],
  },
  {
    from: 780,
    to: 900,
    perSecond: 13,
    addressOf: () => '203.0.113.66',
    answers: ['POST /wp-login.php 200 7168'],
    agents: ['python-requests/2.32.3'],
  },
]

/**
 * An access log in the format `combined` to try `spoor-agent traffic` on: some thousand requests in 21 minutes, always
 * the same. With the usual threshold each of its two peaks raises an alert, which is over before the next.
 */
export function exampleAccessLog(): string {
  const lines: string[] = []
  for (let second = 0; second < LENGTH; second += 1)
    for (const kind of KINDS)
      if (second >= kind.from && second < kind.to)
        for (let index = 0; index < kind.perSecond; index += 1)
          lines.push(lineOf(kind, second, (second - kind.from) * kind.perSecond + index))
  return `${lines.join('\n')}\n`
}

function lineOf({ addressOf, answers, agents }: Requests, second: number, index: number): string {
  const [method, page, status, size] = inTurn(answers, index).split(' ')
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) (\S+)/.exec(new Date(BEGIN + second * 1000).toUTCString()) ?? []
  const stamp = `${day}/${month}/${year}:${time} +0000`
  return `${addressOf(index)} - - [${stamp}] "${method} ${page} HTTP/1.1" ${status} ${size} "-" "${inTurn(agents, index)}"`
}

function inTurn(from: readonly string[], index: number): string {
  return from[index % from.length] ?? ''
}
