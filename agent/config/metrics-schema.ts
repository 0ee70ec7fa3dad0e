import * as v from 'valibot'
import { section } from '../../lib/settings/section.ts'
import { path } from '../../lib/settings/value.ts'

/** What stands below `metrics`. */
export const metrics = section({
  textfile: v.pipe(
    v.optional(path),
    v.description(
      'The folder that node_exporter of Prometheus reads (--collector.textfile.directory): each service writes a file of metrics into it.',
    ),
    v.metadata({ example: '/var/lib/node_exporter/textfile_collector' }),
  ),
})
