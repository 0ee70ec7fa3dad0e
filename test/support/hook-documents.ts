import { HOOKED } from '../../agent/hook/hooked-events.ts'
import type { Hooked } from '../../agent/hook/hooked.ts'

/** What must never leave the document that cPanel gives to a hook. */
export const SECRETS = [
  'pass-word-1',
  'pass-hash-2',
  'subject-3',
  'body-4',
  'filter-name-5',
  'pattern-6',
  'token-7',
  '/usr/bin/command-8',
  'refusal-9',
  'folder-10',
  'reason-11',
] as const

/** Arguments of all functions at once: of a hook, those that it reads, and beside them everything that is secret. */
const ARGUMENTS = {
  account: 'anna@example.com',
  address: 'anna@example.com',
  domain: 'example.com',
  destdomain: 'example.org',
  email: 'anna',
  emaildest: 'drop@mail.example',
  forwarder: 'drop@mail.example',
  fwdopt: 'fwd',
  fwdemail: 'drop@mail.example',
  name: 'backup',
  user: 'exampleu',
  action1: 'save',
  dest1: '/folder-10',
  action2: 'pipe',
  dest2: '|/usr/bin/command-8',
  match1: 'contains',
  part1: '$header_subject:',
  val1: 'pattern-6',
  password: 'pass-word-1',
  pass: 'pass-word-1',
  new_password: 'pass-word-1',
  newpass: 'pass-word-1',
  password_hash: 'pass-hash-2',
  subject: 'subject-3',
  body: 'body-4',
  filtername: 'filter-name-5',
  oldfiltername: 'filter-name-5',
  token: 'token-7',
  pipefwd: '/usr/bin/command-8',
  failmsgs: 'refusal-9',
  reason: 'reason-11',
} as const

/** A document as cPanel gives it to this hook after success, full of secrets; `args` replaces arguments. */
export function documentOf({ category, event }: Pick<Hooked, 'category' | 'event'>, args: object = {}): object {
  const all = { ...ARGUMENTS, ...args }
  const hook = { category, event, stage: 'post', hook: '/usr/lib/spoor-agent/cpanel-hook', exectype: 'script' }
  const output = [{ result: 1, ...all }]
  const isOfApi = category === 'Cpanel'
  const data = isOfApi ? { args: all, output, user: 'exampleu' } : { ...all, rawout: 'pass-word-1' }
  return { context: { category, event, stage: 'post', point: 'main' }, data, hook }
}

/** The hook of that name. */
export function hookNamed(event: string): Hooked {
  const hooked = HOOKED.find((each) => each.event === event)
  if (hooked === undefined) throw new Error(`${event} is not hooked`)
  return hooked
}
