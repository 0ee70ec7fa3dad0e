import { randomNumbers } from './random-numbers.ts'

/** Requests of visitors and scanners; a few are very frequent. */
const PAGES = [
  '/',
  '/wp-login.php',
  '/wp-content/themes/shop/style.css?ver=6.4.2',
  '/wp-content/uploads/2026/11/picture-of-a-product-1024x768.jpg',
  '/wp-includes/js/jquery/jquery.min.js?ver=3.7.1',
  '/shop/product/blue-shirt/?add-to-cart=4711',
  '/xmlrpc.php',
  '/robots.txt',
  '/feed/',
  '/api/v1/items?page=2&per_page=50',
]

const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36',
  'curl/8.5.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Mobile/15E148',
]

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const STATUSES = [200, 200, 200, 200, 200, 200, 200, 304, 301, 404, 200, 200, 200, 403, 302, 200, 500, 200, 206, 503]
const NETWORKS = ['192.0.2', '198.51.100', '203.0.113']

/** The time of the first line of such a log: 2026-11-20T00:00:00Z, in seconds since the epoch. */
const LOG_BEGAN = 1_795_132_800

/** A stamp of Apache in UTC, without brackets. */
export function commonStamp(seconds: number): string {
  const [date = '', time = ''] = new Date(seconds * 1000).toISOString().slice(0, 19).split('T')
  const [year, month, day] = date.split('-')
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time} +0000`
}

/**
 * Lines of an access log in the format `combined`, as generated: always the same, `perSecond` of them a second, with
 * IPv6, sizes and requests of `-`, TLS bytes and escaped quotes; each in 19 goes to one of 20,000 further pages.
 */
export function* trafficLines(count: number, perSecond = 100): Generator<string> {
  const random = randomNumbers()
  for (let index = 0; index < count; index += 1) {
    const status = pick(STATUSES, random)
    const request = requestOf(random)
    const size =
      status === 304 || request === '-' ? '-' : String(random(100) === 0 ? random(5_000_000) : random(40_000))
    const referer = random(3) === 0 ? '-' : `https://www.example.com/shop/${random(300)}/`
    const stamp = commonStamp(LOG_BEGAN + Math.floor(index / perSecond))
    yield `${addressOf(random)} - - [${stamp}] "${request}" ${request === '-' ? 408 : status} ${size} "${referer}" "${pick(AGENTS, random)}"`
  }
}

/** Some addresses are far more frequent than others. */
function addressOf(random: (below: number) => number): string {
  if (random(100) < 8) return `2001:db8:${random(64).toString(16)}::${(random(2000) + 1).toString(16)}`
  const host = Math.floor((random(1000) / 1000) ** 3 * 768)
  return `${NETWORKS[host % 3]}.${Math.floor(host / 3)}`
}

function requestOf(random: (below: number) => number): string {
  const kind = random(1000)
  if (kind === 0) return '-'
  if (kind === 1) return '\\x16\\x03\\x01\\x02'
  if (kind === 2) return `GET /search?q=\\"${random(100)}\\" HTTP/1.1`
  const page = random(19) === 0 ? `/page-${random(20_000)}/index.html?from=${random(100)}` : pick(PAGES, random)
  const method = page === '/wp-login.php' || page === '/xmlrpc.php' ? 'POST' : 'GET'
  return `${method} ${page} HTTP/${random(4) === 0 ? '2.0' : '1.1'}`
}

function pick<T>(from: readonly T[], random: (below: number) => number): T {
  return from[Math.floor(random(from.length ** 2) / from.length)]!
}
