// A Spoor API in a process of its own, for the network of a container: `api-process.ts PORT KEY CERTIFICATE`. Prints
// each report that it receives on a line.
import { readFileSync } from 'node:fs'
import { startFakeApi } from '../support/fake-api.ts'

const [port, key = '', cert = ''] = process.argv.slice(2)
const certificate = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
const api = await startFakeApi({ certificate, port: Number(port) })
process.stdout.write('listening\n')
for (let count = 1; ; count += 1) {
  await api.arrived(count)
  const { json, headers } = api.requests[count - 1] ?? {}
  const key = headers?.['idempotency-key']
  // What has no key is no report: `setup` and `doctor` ask for a list.
  if (key !== undefined)
    process.stdout.write(`${JSON.stringify({ json, authorization: headers?.authorization, key })}\n`)
}
