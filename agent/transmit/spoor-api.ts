import type { Entry } from '../event.ts'
import { ActionNeeded, codeOf } from '../system/errors.ts'
import { type Agents, createAgents } from './agents.ts'
import { type Answer, excerpt, readAnswer } from './answer.ts'
import { outcomeOfAnswer, outcomeOfFailure, type Outcome } from './outcome.ts'

/** Where the API is and who reports to it. */
export interface SpoorApiOptions {
  /** `https://api.example.com`; to refuse plain http is the configuration's business. */
  readonly host: string
  readonly reportPath: string
  readonly identifier: string
  readonly secret: string
  /** Authorities trusted besides the system's, in PEM. */
  readonly caPem?: string | undefined
  /** Milliseconds one request may take, from the look-up of the name to the end of the answer. */
  readonly timeout: number
  /** So many are opened at most; a request waits for one that is free. */
  readonly connections: number
  readonly version: string
  /** The name of this server, as reports carry it. */
  readonly hostname: string
}

/** The Spoor API, over connections that are kept open while there is something to send. */
export interface SpoorApi {
  /** Tries once to deliver a report. Never rejects: what goes wrong is an outcome. */
  send(report: { readonly id: string; readonly entries: readonly Entry[] }, signal: AbortSignal): Promise<Outcome>
  /** The JSON behind a path with its query; throws `ActionNeeded` where there is none. */
  get(path: string, signal: AbortSignal): Promise<unknown>
  /** Closes the connections. */
  close(): void
}

/** Of the answer to a report nothing but its status matters; this much is read for the reason. */
const REPLY_LIMIT = 64 * 1024
const LIST_LIMIT = 16 * 1024 * 1024

/** Connects with the first request, not before. */
export async function createSpoorApi(options: SpoorApiOptions): Promise<SpoorApi> {
  const host = options.host.replace(/\/+$/, '')
  const agent = await createAgents(options.caPem, options.connections)
  const client = await createClient(options, agent)
  return {
    async send(report, signal) {
      const body = JSON.stringify({ report: { entries: report.entries, metadata: { reporter: options.hostname } } })
      const headers = { 'content-type': 'application/json', 'idempotency-key': report.id }
      try {
        // A buffer gets a Content-Length; anything else would be sent in chunks.
        const request = client.stream.post(host + options.reportPath, { body: Buffer.from(body), headers, signal })
        const answer = await readAnswer(request, REPLY_LIMIT)
        return outcomeOfAnswer(withoutSecrets(answer, options), Date.now())
      } catch (error) {
        return outcomeOfFailure(codeOf(error))
      }
    },
    async get(path, signal) {
      // The name of this header is App::Spoor's, and what servers in the field have seen.
      const headers = { 'http-accept': 'application/json' }
      const answer = await readAnswer(client.stream.get(host + path, { headers, signal }), LIST_LIMIT).catch(
        (error: unknown) => {
          throw new ActionNeeded(outcomeOfFailure(codeOf(error)).reason)
        },
      )
      return toJson(answer, host + path, options)
    },
    close() {
      agent.http.destroy()
      agent.https.destroy()
    },
  }
}

// Imported here, because every other command starts faster without it.
async function createClient(options: SpoorApiOptions, agent: Agents) {
  const { default: got } = await import('got')
  return got.extend({
    agent,
    headers: {
      accept: 'application/json',
      authorization: `Basic ${basic(options)}`,
      'user-agent': `spoor-agent/${options.version}`,
    },
    timeout: { request: options.timeout },
    // One call is one request: when to try again is the loop's decision, and a redirect would carry credentials away.
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: false,
  })
}

function basic({ identifier, secret }: SpoorApiOptions): string {
  return Buffer.from(`${identifier}:${secret}`).toString('base64')
}

/** An answer may echo what it was sent; reasons end in the journal. */
function withoutSecrets(answer: Answer, options: SpoorApiOptions): Answer {
  const secrets = [basic(options), options.secret].filter((secret) => secret !== '')
  return { ...answer, text: secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), answer.text) }
}

function toJson(answer: Answer, url: string, options: SpoorApiOptions): unknown {
  const { status, text, complete } = answer
  if (status === 401 || status === 403) {
    throw new ActionNeeded(`${url}: the API does not accept transmission.credentials (HTTP ${status}).`)
  }
  if (status !== 200) {
    const said = excerpt(withoutSecrets(answer, options).text)
    throw new ActionNeeded(`${url} answered with HTTP ${status}: ${said || 'no text'}.`)
  }
  if (!complete) throw new ActionNeeded(`The answer of ${url} broke off, or is longer than ${LIST_LIMIT} bytes.`)
  try {
    return JSON.parse(text)
  } catch {
    throw new ActionNeeded(`${url} did not answer with JSON: check transmission.host.`)
  }
}
