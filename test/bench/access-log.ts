import { closeSync, openSync, writeSync } from 'node:fs'
import { randomNumbers } from '../support/random-numbers.ts'

/** A generated access_log. */
export interface AccessLog {
  readonly path: string
  /** Its size, in bytes. */
  readonly bytes: number
  /** Number of lines of interest; the last line is one. */
  readonly hits: number
  /** Bytes of these lines, with their newlines. */
  readonly hitBytes: number
}

/** Matches exactly the lines of interest, for grep -E. */
export const OF_INTEREST = [
  'do(add|del)fwd\\.html',
  'Email/(add|delete)(_domain)?_forwarder',
  'Email/(store|delete|enable|disable)_filter',
  'Email/(add|delete)_auto_responder',
  'Email/set_default_address',
  'Email/(add|delete|passwd)_pop',
  'Email/(un)?suspend_(login|incoming|outgoing)',
  'Email/(hold|release)_outgoing',
  'Tokens/(create_full_access|rename|revoke)',
  'json-api/(passwd|api_token_(create|update|revoke))',
  '(jsonapi|xmlapi)_func=((add|del)(forward|pop)|passwdpop|(store|delete)filter)',
  'scripts12/terminal',
  'scripts/chrootpass',
  'passwd/changepass\\.html',
].join('|')

/** Fixed strings for the same purpose, each in some lines of interest and in no other line. */
export const WORDS_OF_INTEREST = [
  'doaddfwd.html',
  'dodelfwd.html',
  'Email/add_forwarder',
  'Email/delete_forwarder',
  'Email/store_filter',
  'Email/passwd_pop',
  'jsonapi_func=addpop',
  'Tokens/create_full_access',
]

const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.7390.55 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.7339.81 Safari/537.36',
]

/** Usual requests to cPanel and webmail. */
const USUAL = [
  'GET /SESS/frontend/jupiter/index.html',
  'GET /SESS/frontend/jupiter/email_accounts/index.html',
  'GET /SESS/3rdparty/roundcube/?_task=mail&_mbox=INBOX&_refresh=1&_remote=1&_unlock=loading1763642520117',
  'POST /SESS/3rdparty/roundcube/?_task=mail&_action=refresh',
  'GET /SESS/3rdparty/roundcube/plugins/jqueryui/themes/elastic/jquery-ui.min.css?s=1714981172',
  'GET /SESS/webmail/jupiter/mail/clientconf.html?acct=info%40example.com&archiving=0',
  'POST /SESS/execute/Email/list_pops_with_disk',
  'GET /SESS/execute/Quota/get_local_quota_info?cache_fix=1763642520117',
  'GET /cPanel_magic_revision_1386192030/unprotected/cpanel/fonts/open_sans/OpenSans-Regular-webfont.woff',
  'GET /SESS/frontend/jupiter/filemanager/index.html?dirselect=domainrootselect&domainselect=shop.example&dir=%2fhome%2fshop%2fpublic_html',
  'POST /SESS/json-api/cpanel?cpanel_jsonapi_apiversion=2&cpanel_jsonapi_module=Fileman&cpanel_jsonapi_func=listfiles&showdotfiles=1',
  'GET /SESS/frontend/jupiter/files/showfile.html?file=.htaccess&fileop=&dir=%2Fhome%2Fshop&charset=utf-8',
]

/** Requests that resemble a line of interest, one line in 200. */
const NEAR = [
  'GET /SESS/frontend/jupiter/mail/fwds.html?api.filter_term=&itemsperpage=10',
  'GET /SESS/webmail/jupiter/mail/addfwd.html?email=info&domain=shop.example',
  'GET /SESS/frontend/jupiter/mail/delfwdconfirm.html?email=info%40shop.example&emaildest=office%40example.net',
  'POST /SESS/execute/Email/list_forwarders',
  'POST /SESS/execute/Email/list_domain_forwarders',
  'POST /SESS/execute/Email/list_filters?account=info%40shop.example',
  'POST /SESS/execute/Email/list_default_address',
  'GET /SESS/frontend/jupiter/passwd/index.html',
  'GET /SESS/frontend/jupiter/security/api_tokens/index.html',
  'GET /SESS/3rdparty/roundcube/?_task=mail&_action=show&_mbox=INBOX.%7Efor%20forward&_uid=4711',
  'GET /SESS/frontend/jupiter/filemanager/index.html?dir=%2fhome%2fshop%2f%6dail&saved=%7b%7d',
]

const HITS = [
  'POST /SESS/webmail/jupiter/mail/doaddfwd.html',
  'GET /SESS/webmail/jupiter/mail/dodelfwd.html?email=USER&emaildest=office%40example.net',
  'POST /SESS/execute/Email/add_forwarder',
  'POST /SESS/execute/Email/delete_forwarder?address=USER&forwarder=office%40example.net',
  'POST /SESS/execute/Email/store_filter',
  'POST /execute/Email/passwd_pop?email=USER&password=x',
  'GET /json-api/cpanel?cpanel_jsonapi_module=Email&cpanel_jsonapi_func=addpop&email=USER&password=x',
  'POST /SESS/execute/Tokens/create_full_access?name=backup',
]

const NETWORKS = ['192.0.2', '198.51.100', '203.0.113']
const STATUSES = ['200', '200', '200', '200', '200', '200', '304', '301', '404']

/**
 * Writes an access_log of that size, the same for the same arguments: one line in `every`, and the last, gives an event
 * that is reported.
 */
export function writeAccessLog(path: string, size: number, every: number): AccessLog {
  const random = randomNumbers()
  const file = openSync(path, 'w')
  let [bytes, lines, hits, hitBytes] = [0, 0, 0, 0]
  let block = ''
  while (bytes < size) {
    lines += 1
    const isLast = bytes > size - 400
    const isHit = isLast || lines % every === 0
    const line = accessLine(random, lines, isHit)
    block += line
    bytes += line.length
    if (isHit) {
      hits += 1
      hitBytes += line.length
    }
    if (block.length > 1024 ** 2 || isLast) {
      writeSync(file, block, null, 'latin1')
      block = ''
    }
    if (isLast) break
  }
  closeSync(file)
  return { path, bytes, hits, hitBytes }
}

function accessLine(random: (below: number) => number, number: number, isHit: boolean): string {
  const host = random(200)
  const mailbox = `${['info', 'office', 'anna.maria', 'sales'][random(4)]}${random(50)}%40shop${host}.example`
  const user = isHit || random(3) > 0 ? mailbox : `shop${host}`
  const port = user === mailbox ? 2096 : 2083
  const session = `cpsess${String(random(1e5)).padStart(5, '0')}${String(random(1e5)).padStart(5, '0')}`
  const requests = isHit ? HITS : random(200) === 0 ? NEAR : USUAL
  const request = pick(requests, random).replace('SESS', session).replace('USER', user)
  const status = isHit ? '200' : pick(STATUSES, random)
  const page = `https://server.example.net:${port}/${session}/${port === 2096 ? 'webmail' : 'frontend'}/jupiter/`
  const referer = random(3) === 0 ? '-' : page
  return `${pick(NETWORKS, random)}.${random(256)} - ${user} [${stampOf(number)} -0000] "${request} HTTP/1.1" ${status} ${random(60_000)} "${referer}" "${pick(AGENTS, random)}" "s" "-" ${port}\n`
}

/** Ten lines a second. */
function stampOf(number: number): string {
  const [date = '', time = ''] = new Date(Date.UTC(2026, 10, 20) + number * 100).toISOString().slice(0, 19).split('T')
  const [year, month, day] = date.split('-')
  return `${month}/${day}/${year}:${time}`
}

function pick(from: readonly string[], random: (below: number) => number): string {
  return from[random(from.length)] ?? ''
}
