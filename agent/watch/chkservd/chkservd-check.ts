import * as v from 'valibot'
import { fromPerl } from '../../../lib/patterns/perl-pattern.ts'
import { mysql } from '../../probes/databases/mysql.ts'
import { dns } from '../../probes/dns/dns.ts'
import type { Probe } from '../../probes/probe.ts'
import { processIn } from '../../probes/process/process.ts'
import { KNOWN_SERVICES } from '../../probes/tcp/services.ts'
import { tcp } from '../../probes/tcp/tcp.ts'
import type { ChkservdService } from './chkservd-service.ts'

/** A type of check with its keys, or what of a service it cannot check. */
type Translated = { readonly type: string; readonly settings: ChkservdSettings } | { readonly fault: string }

/** The keys of a type of check, as they are written. */
export type ChkservdSettings = Readonly<Record<string, Written>>

type Written = string | readonly Written[] | { readonly [key: string]: Written }

/** What cPanel calls services that the type `tcp` knows; of several, the one whose port it is. */
const SERVICES: Readonly<Record<string, readonly string[]>> = {
  exim: ['smtp', 'submission', 'smtps'],
  imap: ['imap', 'imaps'],
  pop: ['pop3', 'pop3s'],
  lmtp: ['lmtp'],
  ftpd: ['ftp'],
  sshd: ['ssh'],
  memcached: ['memcached'],
  redis: ['redis'],
  clamd: ['clamd'],
}

/** Those that have a type of their own. */
const TYPES: Readonly<Record<string, { readonly probe: Probe; readonly usualPort: string }>> = {
  mysql: { probe: mysql, usualPort: '3306' },
  named: { probe: dns, usualPort: '53' },
}

const PROCESS = processIn('/proc')

/** A request, which ends with an empty line; the rest chkservd leaves to whoever wrote SEND. */
const REQUEST = /^(?:GET|HEAD|OPTIONS) \S+ HTTP\/1\.\d$/

/** Whether a service is one of cPanel's, with whose conversation its connection is checked. */
export function isKnown({ name }: ChkservdService): boolean {
  return Object.hasOwn(SERVICES, kindOf(name)) || Object.hasOwn(TYPES, kindOf(name))
}

/** What checks the connection that a service is asked by. */
export function connectionCheck(service: ChkservdService & { readonly port: string }): Translated {
  if (!isKnown(service)) return conversation(service)
  const { port } = service
  const { [kindOf(service.name)]: own } = TYPES
  if (own !== undefined) return checked(own.probe, port === own.usualPort ? {} : { port })
  const names = SERVICES[kindOf(service.name)] ?? []
  const usual = names.find((name) => String(KNOWN_SERVICES[name]?.port) === port)
  return checked(tcp, usual === undefined ? { service: names[0] ?? '', port } : { service: usual })
}

/** exim-26 is exim at another port. */
function kindOf(name: string): string {
  return name.replace(/-\d+$/, '')
}

/** What checks the process of a service. */
export function processCheck({ process, users }: ChkservdService & { readonly process: string }): Translated {
  const name = process.slice(process.lastIndexOf('/') + 1)
  if (!/^[\w.@+:-]+$/.test(name)) return { fault: `its process, ${process}, is not the name of a program` }
  const [user = '', ...others] = users
  return checked(PROCESS, {
    process: name,
    ...(users.length > 0 && { user: others.length === 0 ? user : users }),
  })
}

function conversation({ port, send, expect, transaction }: ChkservdService & { readonly port: string }): Translated {
  if (transaction !== undefined) return { fault: `its transaction, ${transaction}, is not documented` }
  if (send?.includes('%hulkkey_') === true) return { fault: 'it sends a key of cPanel' }
  const pattern = expect === undefined ? '' : fromPerl(`/${expect.replace(/\\.|\//gs, slashed)}/`)
  if (typeof pattern !== 'string') {
    // What to write instead is said for rules.
    const [why] = pattern.fault.split('; ')
    return { fault: `what it expects, ${expect}, ${why}; write a script of type tcp` }
  }
  const script = [
    ...(send === undefined ? [] : [{ send: REQUEST.test(send) ? `${send}\r\n\r\n` : send }]),
    ...(pattern === '' ? [] : [{ expect: pattern.slice(1, -1) }]),
  ]
  return checked(tcp, { port, ...(script.length > 0 && { script }) })
}

function slashed(piece: string): string {
  return piece === '/' ? String.raw`\/` : piece
}

function checked(probe: Probe, settings: ChkservdSettings): Translated {
  const [issue] = v.safeParse(probe.settings, settings).issues ?? []
  const key = issue?.path?.map((part) => String(part.key)).join('.') ?? 'it'
  return issue === undefined ? { type: probe.name, settings } : { fault: `${key} ${issue.message}` }
}
