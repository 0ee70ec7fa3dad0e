import type { ReportPace } from '../config/mail-reports/mail-report-config.ts'
import { WEEKDAYS } from '../config/mail-reports/weekdays.ts'

/** When a report is made, as the configuration says it. */
export function reportPaceWords(pace: ReportPace | undefined): string {
  if (pace === undefined) return 'by hand or cron'
  if (pace === 'hourly') return pace
  const [hour, minute] = [pace.hour, pace.minute].map((part) => String(part).padStart(2, '0'))
  const days = pace.weekday === undefined ? 'daily' : `weekly on ${WEEKDAYS[pace.weekday]}`
  return `${days} at ${hour}:${minute}`
}
