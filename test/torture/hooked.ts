import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { bytesByName, inboxFileName, unfinishedName } from '../../agent/inbox/file-name.ts'
import { type AgentProcess, type Ended, spawnAgent } from '../support/agent-process.ts'
import { documentOf, hookNamed } from '../support/hook-documents.ts'
import { sealedIn } from './sealed.ts'
import { type Tracing, underFault } from './strace.ts'
import { until } from './until.ts'

const eventFile = v.pipe(v.string(), v.parseJson(), v.object({ mailbox_address: v.string() }))

/** What cPanel gets to hear. */
const ANSWER = '1 spoor\n'

/** How one hook ended. */
export interface HookRun extends Ended {
  /** The mailbox that it told of, which is no other's. */
  readonly mailbox: string
  /** Whether it answered that all is well. */
  readonly isAcknowledged: boolean
}

/** Hooks that tell of one forward each, and what became of these events. */
export class Hooked {
  readonly #config: string
  readonly #spool: string
  readonly #inbox: string
  readonly #due = new Set<string>()
  readonly #told = new Set<string>()

  constructor({ config, spool }: { readonly config: string; readonly spool: string }) {
    this.#config = config
    this.#spool = spool
    this.#inbox = join(spool, 'inbox')
  }

  /** Mailboxes whose event must be in a report in the end. */
  get due(): ReadonlySet<string> {
    return this.#due
  }

  /** Mailboxes of all hooks so far. */
  get told(): ReadonlySet<string> {
    return this.#told
  }

  /** Whether the collector has made the inbox. */
  get hasInbox(): boolean {
    return existsSync(this.#inbox)
  }

  /** Runs one hook to its end, perhaps under a fault. */
  async run(fault?: Tracing): Promise<HookRun> {
    const { agent, mailbox } = this.start(fault)
    const ended = await agent.exited
    return { ...ended, mailbox, isAcknowledged: ended.stdout === ANSWER }
  }

  /** Starts one hook that tells of a mailbox of its own. */
  start(fault?: Tracing): { readonly agent: AgentProcess; readonly mailbox: string } {
    const mailbox = this.#next()
    const [email, domain] = mailbox.split('@')
    const args = { email, domain, fwdopt: 'fwd', fwdemail: 'drop@mail.example' }
    const hook = hookNamed('UAPI::Email::add_forwarder')
    const { context, data } = v.parse(
      v.object({ context: v.unknown(), data: v.looseObject({}) }),
      documentOf(hook, args),
    )
    const document = { context, data: { ...data, output: [{ result: 1 }] } }
    const agent = spawnAgent(['hook', '--config', this.#config], {
      input: JSON.stringify(document),
      // With a single thread for files their calls come in one order.
      env: { UV_THREADPOOL_SIZE: '1' },
      ...(fault && { under: underFault(fault) }),
    })
    return { agent, mailbox }
  }

  /** The name of the file that is left next. */
  get nextFile(): string {
    const number = this.#told.size
    return inboxFileName(number, String(number).padStart(16, '0'), textAbout(mailboxOf(number)).length)
  }

  /** Leaves an event as the hook does, without starting one. It must be in a report in the end. */
  leave(): void {
    const name = this.nextFile
    const mailbox = this.#next()
    const unfinished = join(this.#inbox, unfinishedName(name))
    writeFileSync(unfinished, textAbout(mailbox), { mode: 0o640 })
    renameSync(unfinished, join(this.#inbox, name))
    this.expect(mailbox)
  }

  /** Notes that the event of a mailbox must be in a report in the end. */
  expect(mailbox: string): void {
    this.#due.add(mailbox)
  }

  /** The mailboxes whose events lie in the inbox under their final names. Throws if one is not whole. */
  inPlace(): ReadonlySet<string> {
    const names = readdirSync(this.#inbox).filter((name) => bytesByName(name) !== undefined)
    return new Set(
      names.map((name) => {
        const text = readFileSync(join(this.#inbox, name), 'utf8')
        if (Buffer.byteLength(text) !== bytesByName(name)) throw new Error(`${name} is not whole: ${text}`)
        return v.parse(eventFile, text).mailbox_address
      }),
    )
  }

  /** Resolves when the collector has taken all of it. */
  async taken(): Promise<void> {
    const isEmpty = (): boolean => readdirSync(this.#inbox).every((name) => bytesByName(name) === undefined)
    await until(isEmpty, 'the inbox is not emptied')
  }

  /** Throws if an event that is due is in no report, if one is in two, or if no hook told of one. */
  check(): void {
    const sealed = sealedIn(this.#spool)
      .flatMap(({ report }) => report.entries)
      .filter(({ log }) => log === null)
      .map(({ mailbox_address: mailbox }) => String(mailbox))
    const known = new Set(sealed)
    const lost = [...this.#due].filter((mailbox) => !known.has(mailbox))
    if (lost.length > 0) throw new Error(`the inbox held them, and no report does: ${lost.join()}`)
    if (known.size < sealed.length) throw new Error('an event of the inbox is in two reports')
    const strange = [...known].filter((mailbox) => !this.#told.has(mailbox))
    if (strange.length > 0) throw new Error(`no hook told of ${strange.join()}`)
  }

  #next(): string {
    const mailbox = mailboxOf(this.#told.size)
    this.#told.add(mailbox)
    return mailbox
  }
}

function mailboxOf(number: number): string {
  return `hooked${String(number).padStart(6, '0')}@example.net`
}

/** An event as it lies in the inbox; all have the same length. */
function textAbout(mailbox: string): string {
  const whom = { context: 'mailbox', service: null, mailbox_address: mailbox }
  const leading = { forward_recipient: 'drop@mail.example', forward_type: 'email' }
  const type = 'forward_added_partial_recipient'
  return `${JSON.stringify({ type, time: Math.floor(Date.now() / 1000), ...whom, ...leading })}\n`
}
