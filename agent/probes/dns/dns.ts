import { randomInt } from 'node:crypto'
import type { Probe, ProbeResult, ProbeTools } from '../probe.ts'
import { placeElsewhere, placeInWords } from '../wire/place.ts'
import { ProbeFault, resultOfFault } from '../wire/probe-fault.ts'
import { said } from '../wire/said.ts'
import { Wire } from '../wire/wire.ts'
import { exchangeDatagram } from './datagram.ts'
import { type DnsSettings, dnsSettings } from './dns-settings.ts'
import { answers, decodeReply, type DnsQuestion, type DnsReply, encodeQuestion } from './message.ts'

/** Asks a name server one question over UDP and over TCP. */
export const dns: Probe<DnsSettings> = {
  name: 'dns',
  settings: dnsSettings,
  elsewhere: placeElsewhere,
  async run(settings, tools) {
    try {
      const results: ProbeResult[] = []
      for (const transport of settings.transport ?? (['udp', 'tcp'] as const)) {
        const began = tools.elapsed()
        const result = judged(await asked(transport, settings, tools), transport, settings)
        const gauges = [{ name: `${transport}_seconds`, value: (tools.elapsed() - began) / 1000 }]
        results.push({ ...result, gauges })
      }
      const gauges = results.flatMap((result) => result.gauges ?? [])
      const worst = results.find(({ verdict }) => verdict !== 'ok') ?? results[0]
      return { verdict: 'ok', text: '', ...worst, gauges }
    } catch (error) {
      return resultOfFault(error)
    }
  },
}

async function asked(transport: 'udp' | 'tcp', settings: DnsSettings, tools: ProbeTools): Promise<DnsReply> {
  const { query: name = '', record: type } = settings
  const question: DnsQuestion = { id: randomInt(0x1_0000), name, type }
  tools.step?.({ sign: '>', text: `${type} ${name === '' ? '.' : name} over ${transport.toUpperCase()}` })
  const isAnswer = (message: Buffer): boolean => answers(message, question)
  const bytes = encodeQuestion(question)
  const message =
    transport === 'udp'
      ? await exchangeDatagram(settings, bytes, isAnswer, tools)
      : await overTcp(settings, bytes, tools)
  const reply = isAnswer(message) ? decodeReply(message, question) : undefined
  if (reply === undefined) throw new ProbeFault(`${placeInWords(settings)} sent no answer to what was asked`)
  tools.step?.({ sign: '<', text: `${codeInWords(reply.code)} ${valuesInWords(reply.values)}`.trim() })
  return reply
}

/** Each message has its length in front (RFC 1035 §4.2.2). */
async function overTcp(settings: DnsSettings, question: Buffer, tools: ProbeTools): Promise<Buffer> {
  const wire = await Wire.open(settings, { ...tools, step: undefined })
  try {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(question.length)
    wire.send(Buffer.concat([length, question]))
    const size = await wire.bytes(2, 'an answer over TCP')
    return await wire.bytes(size.readUInt16BE(0), 'all of an answer over TCP')
  } finally {
    wire.destroy()
  }
}

const [NO_ERROR, SERVER_FAILURE] = [0, 2]

function judged(reply: DnsReply, transport: string, settings: DnsSettings): ProbeResult {
  const { code, values, isTruncated } = reply
  const shown = isTruncated && values.length === 0 ? 'with more than fits' : `with ${valuesInWords(values)}`
  const outcome = code === NO_ERROR ? shown : codeInWords(code)
  const text = `${placeInWords(settings)} answered ${outcome} over ${transport.toUpperCase()}`
  const fault = faultOf(reply, settings)
  return fault === undefined ? { verdict: 'ok', text } : { verdict: 'failed', text: `${text}${fault}` }
}

/** What is wrong with a reply, to end a sentence; undefined if nothing is. */
function faultOf({ code, values, isAuthoritative, isTruncated }: DnsReply, settings: DnsSettings): string | undefined {
  const { query, record, answer = [], authoritative } = settings
  if (code === SERVER_FAILURE || (query !== undefined && code !== NO_ERROR)) return ''
  if (authoritative === 'true' && !isAuthoritative) return ', and not as a name server of the zone'
  if (query === undefined || isTruncated) return undefined
  if (values.length === 0) return `: it knows no ${record}`
  const missing = answer.find((each) => !values.some((value) => isSame(value, each)))
  return missing === undefined ? undefined : `, not with ${said(Buffer.from(missing), 100)}`
}

function isSame(value: string, wanted: string): boolean {
  return value.toLowerCase() === wanted.toLowerCase().replace(/\.$/, '')
}

/** RFC 1035 §4.1.1. */
const CODES = ['no error', 'bad question', 'server failure', 'no such name', 'not implemented', 'refused']

function codeInWords(code: number): string {
  return `${CODES[code] ?? 'error'} (${code})`
}

function valuesInWords(values: readonly string[]): string {
  if (values.length === 0) return 'nothing'
  return said(Buffer.from(values.slice(0, 5).join(', '), 'latin1'), 120)
}
