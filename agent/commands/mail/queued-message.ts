import { constants, closeSync, openSync, readSync } from 'node:fs'
import type { OriginTexts } from '../../../lib/mail-statistics/origin.ts'
import { codeOf } from '../../../lib/system/errors.ts'

/** Ids of messages whose head is in a file: 16 characters, and 23 since Exim 4.97. */
const HEAD_FILE = /^([\dA-Za-z]{6})-(?:[\dA-Za-z]{6}-[\dA-Za-z]{2}|[\dA-Za-z]{11}-[\dA-Za-z]{4})-H$/

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** So many bytes of a head file are read: what is asked stands in front of its recipients. */
const LONGEST = 8192

/** When a message arrived, by the name of its head file: seconds since 1970-01-01T00:00:00Z; undefined for others. */
export function arrivalOf(name: string): number | undefined {
  const [, time] = HEAD_FILE.exec(name) ?? []
  if (time === undefined) return undefined
  return Array.from(time).reduce((sum, digit) => sum * 62 + DIGITS.indexOf(digit), 0)
}

/** What the head of a message in the queue says of where it comes from, and whether Exim no longer tries. */
export interface QueuedMessage extends OriginTexts {
  readonly isFrozen: boolean
}

/** Reads the beginning of a head file; undefined if it is gone: the message was delivered meanwhile. */
export function queuedMessage(path: string): QueuedMessage | undefined {
  try {
    return messageIn(beginningOf(path))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function beginningOf(path: string): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const bytes = Buffer.alloc(LONGEST)
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, LONGEST, 0))
  } finally {
    closeSync(file)
  }
}

/**
 * A head file has its own name, user and ids of who called Exim, the sender in brackets, times, and a line for each
 * property, with a second dash where a client chose the value. Source: Exim's specification, "Format of spool files".
 */
function messageIn(text: string): QueuedMessage {
  const [, login = '', sender = ''] = text.split('\n', 3)
  const properties = propertiesIn(text)
  const [caller = ''] = login.split(' ')
  return {
    sender: sender === '<>' ? sender : sender.slice(1, -1),
    user: properties.get('auth_id') ?? '',
    program: properties.get('received_protocol')?.startsWith('local') === true ? caller : '',
    address: addressIn(properties.get('host_address') ?? ''),
    folder: '',
    isFrozen: properties.has('frozen'),
  }
}

/** With its port: `[192.0.2.1]:52100`, or `192.0.2.1.52100` of older versions. */
function addressIn(text: string): string {
  return /^\[([^\]]*)\]/.exec(text)?.[1] ?? text.replace(/\.\d+$/, '')
}

/** By name, until a line is none. A value of a variable stands below it, and may be any text. */
function propertiesIn(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (let at = startOfProperties(text); text[at] === '-';) {
    const newline = text.indexOf('\n', at)
    const end = newline === -1 ? text.length : newline
    const [, name = '', value = ''] = /^--?(\w+)(?: (.*))?$/.exec(text.slice(at, end)) ?? []
    if (!found.has(name)) found.set(name, value)
    at = end + 1 + lengthBelow(name, value)
  }
  return found
}

/** Behind four lines. */
function startOfProperties(text: string): number {
  const [name = '', login = '', sender = '', times = ''] = text.split('\n', 4)
  return name.length + login.length + sender.length + times.length + 4
}

/** How long a variable's value is, with its newline; 0 for what is none. */
function lengthBelow(name: string, value: string): number {
  const [, length] = /^acl[cm]?$/.test(name) ? (/ (\d{1,6})$/.exec(value) ?? []) : []
  return length === undefined ? 0 : Number(length) + 1
}
