import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from '../../build/executable/bundle.ts'
import { loginLine } from '../support/test-host.ts'

/** All that is configured but where the API is, without labels. */
export const CONFIG = `# The agent is started in the folder of this file.
followers:
  access: { name: /proc/self/cwd/logs/access_log, start: beginning, zone: '+0100' }
  error: { name: /proc/self/cwd/logs/error_log, start: beginning, zone: '+0100' }
  login: { name: /proc/self/cwd/logs/login/*_log, start: end, zone: '+0100' }
transmission:
  host: http://127.0.0.1:9
  concurrency: 1
  credentials: { api_identifier: ABC123, api_secret: secret456 }
spool: { path: /proc/self/cwd/spool }
runtime: { path: /proc/self/cwd/run }
events:
  - login
  - login_failed
  - login_deferred
  - forward_added_partial_ip
  - forward_added_partial_recipient
  - forward_removed
  - forward_removed_partial_ip
  - log_gap
host:
  name: server.example.net
`

const SEEN = { log_time: 1_537_372_956, status: 'success', context: 'mailbox' }
const CALL = { ...SEEN, ip: '192.0.2.10', credential: 'info@example.com' }
/** Files of each kind, as App::Spoor 0.08 wrote them. */
export const LEGACY = {
  login: { type: 'login', event: 'login', ...CALL, scope: 'webmaild', possessor: 'account' },
  added: { type: 'access', event: 'forward_added_partial_ip', ...CALL },
  removed: {
    type: 'access',
    event: 'forward_removed',
    ...CALL,
    ip: null,
    forward_recipient: '|/home/shop/f.php --password=x',
  },
  recipient: {
    type: 'error',
    event: 'forward_added_partial_recipient',
    ...SEEN,
    forward_type: 'email',
    forward_to: 'elsewhere@example.org',
    email: 'info@example.com',
  },
}

/** Lines of every kind, as the fixtures of a driver have them. */
export async function samples(driver: string): Promise<string[]> {
  const folder = join(ROOT, 'test/fixtures', driver)
  const texts = ['good.log', 'app-spoor.log'].map((name) => readFile(join(folder, name), 'utf8'))
  return (await Promise.all(texts)).flatMap((text) =>
    text.split('\n').filter((line) => line !== '' && !line.startsWith('#')),
  )
}

/** Login lines, each with its newline. */
export function logins(...names: readonly string[]): string {
  return names.map((name, second) => `${loginLine(`${name}@example.com`, second)}\n`).join('')
}
