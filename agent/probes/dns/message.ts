import { answerValue } from './answer-value.ts'
import { type DnsName, nameAt, nameBytes, NoMessage } from './name.ts'
import { RECORD_TYPES, type RecordType } from './record-type.ts'

/** What is asked. */
export interface DnsQuestion {
  readonly id: number
  /** Without a dot at the end; empty for the root. */
  readonly name: string
  readonly type: RecordType
}

/** What was answered. */
export interface DnsReply {
  /** The response code (RFC 1035 §4.1.1): 0 no error, 2 server failure, 3 no such name, 5 refused. */
  readonly code: number
  /** The server is one of those of the zone. */
  readonly isAuthoritative: boolean
  /** There was more than fits. */
  readonly isTruncated: boolean
  /** The values of records of the type that was asked for. */
  readonly values: readonly string[]
}

/** Most records that are looked at. */
const MOST_RECORDS = 500

const [QR, AA, TC, RD] = [0x8000, 0x0400, 0x0200, 0x0100]

/** The bytes of a question. */
export function encodeQuestion({ id, name, type }: DnsQuestion): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt16BE(id, 0)
  head.writeUInt16BE(RD, 2)
  head.writeUInt16BE(1, 4)
  return Buffer.concat([head, nameBytes(name), Buffer.from([0, RECORD_TYPES[type], 0, 1])])
}

/** Whether a message says that it answers this question; of others nothing is read. */
export function answers(message: Buffer, { id }: DnsQuestion): boolean {
  return message.length >= 12 && message.readUInt16BE(0) === id && (message.readUInt16BE(2) & QR) !== 0
}

/** What a message that `answers` the question says; undefined for one that is broken, or repeats another question. */
export function decodeReply(message: Buffer, question: DnsQuestion): DnsReply | undefined {
  try {
    const flags = message.readUInt16BE(2)
    const from = afterQuestion(message, question)
    return {
      code: flags & 15,
      isAuthoritative: (flags & AA) !== 0,
      isTruncated: (flags & TC) !== 0,
      values: valuesFrom(message, from, question),
    }
  } catch (error) {
    if (error instanceof NoMessage || error instanceof RangeError) return undefined
    throw error
  }
}

/** A server that refuses may leave the question out (RFC 1035 says nothing; some do). */
function afterQuestion(message: Buffer, { name, type }: DnsQuestion): number {
  if (message.readUInt16BE(4) === 0) return 12
  const asked: DnsName = nameAt(message, 12)
  const isSame = asked.text.toLowerCase() === name.toLowerCase()
  if (message.readUInt16BE(4) !== 1 || !isSame || message.readUInt16BE(asked.end) !== RECORD_TYPES[type])
    throw new NoMessage('another question')
  return asked.end + 4
}

function valuesFrom(message: Buffer, from: number, { type }: DnsQuestion): readonly string[] {
  const values: string[] = []
  let at = from
  for (let left = Math.min(message.readUInt16BE(6), MOST_RECORDS); left > 0; left -= 1) {
    const { end } = nameAt(message, at)
    const [start, length] = [end + 10, message.readUInt16BE(end + 8)]
    if (start + length > message.length) throw new NoMessage('cut')
    if (message.readUInt16BE(end) === RECORD_TYPES[type]) values.push(answerValue(type, message, start, length))
    at = start + length
  }
  return values
}
