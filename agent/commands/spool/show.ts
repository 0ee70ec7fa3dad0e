import { EXIT, ActionNeeded } from '../../../lib/system/errors.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { wrap } from '../../../lib/terminal/wrap.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { requiredApi } from '../../config/required-api.ts'
import { wishedFields } from '../../receivers/receiver-state.ts'
import { API_NAME, urlAt } from '../../receivers/spoor-api/api-access.ts'
import { projectReport } from '../../receivers/spoor-api/projection.ts'
import { reportRequest } from '../../receivers/spoor-api/report-request.ts'
import { wantedEntries } from '../../receivers/spoor-api/wanted-entries.ts'
import { FOLDER_OF } from '../../spool/reports/stored-report.ts'
import { VERSION } from '../../version.ts'
import { configFile } from '../config-option.ts'
import { type SpoolAction, wantedReport } from './action.ts'

/** Shows the request of one report exactly as the transmitter makes it, without the credentials. */
export const show: SpoolAction = {
  usage: 'show <report>',
  summary: 'Show the request of a report as it is sent, and why it failed.',
  options: ['--config', '--body'],
  takesReport: true,
  run: async (parts) => {
    const { config, folders, host, io, options } = parts
    const { state, name, report, problem, reason } = await wantedReport(parts)
    const file = `${folders[FOLDER_OF[state]]}/${name}`
    if (report === undefined) {
      const fault = state === 'dropped' ? 'it was dropped with its entries' : `none of it is sent: ${problem}`
      throw new ActionNeeded(`${file}: ${fault}.`)
    }
    const receiver = requiredApi(config, configFile(options))
    const { host: origin, reportPath, compression } = receiver
    const address = urlAt({ host: origin }, reportPath).href
    const fields = await wishedFields({ root: folders.root, name: API_NAME, address })
    const projection = projectReport(report, { hostname: host, fields, wants: wantedEntries(receiver) })
    if (projection === undefined)
      throw new ActionNeeded(`${file}: the API gets none of its events (${receiver.option}.events).`)
    const { method, path, headers, body } = reportRequest(projection, { reportPath, version: VERSION })
    if (options['body'] === true) {
      io.stdout.write(body)
      return EXIT.ok
    }
    const why =
      state === 'failed' ? [wrap(plainText(`refused: ${reason ?? 'nobody knows why'}`), widthOf(io.stdout))] : []
    const lines = [
      `${method} ${origin}${path}`,
      ...Object.entries({ ...headers, 'content-length': body.length }).map(([key, value]) => `${key}: ${value}`),
      ...(compression === undefined
        ? []
        : [`(sent with content-encoding: ${compression}; the length is before compression)`]),
      'authorization: Basic (transmission.credentials, not shown)',
      '',
    ]
    // Parsing and serialising it again changes no byte; characters that would steer a terminal are escaped.
    io.stdout.write([plainText(`${file}: ${state}`), ...why, '', ''].join('\n'))
    io.stdout.write(lines.map((line) => `${plainText(line)}\n`).join('') + plainJson(JSON.parse(body.toString())))
    return EXIT.ok
  },
}
