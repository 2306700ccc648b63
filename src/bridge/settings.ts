/** What a person may set. None of it is secret. */
import * as v from 'valibot';
import { endpointUrlField } from './endpointUrl.ts';
import { timeMsField } from './wireFields.ts';

/** A time of day in the person's own time zone: minutes since midnight. */
const minuteOfDayField = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(24 * 60 - 1));

const settingFields = {
  /** Minutes without use of a window until the vault locks itself; 0 is never. */
  autoLockMinutes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7 * 24 * 60)),
  /** Whether an alert may show who wrote and what. Off: only that a message arrived. */
  alertPreview: v.boolean(),
  /** Whether alerts are shown at all. The badge counts either way. */
  alertsEnabled: v.boolean(),
  /** Each day between two times, alerts are silent; over midnight when the first is the later one. */
  quietHoursOn: v.boolean(),
  quietFromMinute: minuteOfDayField,
  quietToMinute: minuteOfDayField,
  /** Alerts are silent until then. */
  quietUntilMs: timeMsField,
  /** Whether those whom the person has accepted learn that their messages were read. */
  readReceipts: v.boolean(),
  theme: v.picklist(['system', 'light', 'dark']),
  /** Where names are looked up on Ethereum. Empty: nowhere, as every look-up tells the endpoint whom one talks with. */
  namesRpcUrl: endpointUrlField,
  /** The same for names of Base. */
  baseNamesRpcUrl: endpointUrlField,
  /** Where encrypted files are uploaded (docs/uploads.md). Empty: to a node on this machine, or nowhere. */
  uploadUrl: endpointUrlField,
};

export const settingsSchema = v.strictObject(settingFields);

/** Only what changes. */
export const settingsChangeSchema = v.strictObject({
  autoLockMinutes: v.exactOptional(settingFields.autoLockMinutes),
  alertPreview: v.exactOptional(settingFields.alertPreview),
  alertsEnabled: v.exactOptional(settingFields.alertsEnabled),
  quietHoursOn: v.exactOptional(settingFields.quietHoursOn),
  quietFromMinute: v.exactOptional(settingFields.quietFromMinute),
  quietToMinute: v.exactOptional(settingFields.quietToMinute),
  quietUntilMs: v.exactOptional(settingFields.quietUntilMs),
  readReceipts: v.exactOptional(settingFields.readReceipts),
  theme: v.exactOptional(settingFields.theme),
  namesRpcUrl: v.exactOptional(settingFields.namesRpcUrl),
  baseNamesRpcUrl: v.exactOptional(settingFields.baseNamesRpcUrl),
  uploadUrl: v.exactOptional(settingFields.uploadUrl),
});

export type Settings = v.InferOutput<typeof settingsSchema>;
export type SettingsChange = v.InferOutput<typeof settingsChangeSchema>;

export const defaultSettings: Settings = {
  autoLockMinutes: 60,
  alertPreview: true,
  alertsEnabled: true,
  quietHoursOn: false,
  quietFromMinute: 22 * 60,
  quietToMinute: 7 * 60,
  quietUntilMs: 0,
  readReceipts: false,
  theme: 'system',
  namesRpcUrl: '',
  baseNamesRpcUrl: '',
  uploadUrl: '',
};
