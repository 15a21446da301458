import {
  CALL,
  COMPANY,
  CONTACT,
  DEAL,
  EMAIL,
  FEEDBACK,
  LINE_ITEM,
  MEETING,
  NOTE,
  type ObjectTypeId,
  TASK,
  TICKET,
} from './object-types.ts';
import {
  defineProperty,
  optionsOf,
  type PropertyDefinition,
  type PropertyKind,
} from './property-definition.ts';

/** 'kind:name name …', with '!' before names that HubSpot computes and '#' before other read-only ones. */
type Line = readonly [kind: PropertyKind, names: string];

const EVERYWHERE: readonly Line[] = [
  ['integer', '!hs_object_id'],
  ['datetime', '!hs_lastmodifieddate !hs_createdate createdate'],
  ['text', '#hs_merged_object_ids #hs_object_source #hs_object_source_id'],
  ['owner', 'hubspot_owner_id'],
  ['text', '#hubspot_team_id'],
];

const ENGAGEMENT: readonly Line[] = [['datetime', 'hs_timestamp']];

const LINES: Record<ObjectTypeId, readonly Line[]> = {
  [COMPANY]: [
    ['text', 'name domain website city state zip address country hs_country_code description'],
    ['phone', 'phone'],
    ['number', 'annualrevenue !total_revenue !recent_deal_amount !hs_total_deal_value'],
    ['integer', 'numberofemployees !hs_num_open_deals !num_associated_deals'],
    ['integer', '!num_associated_contacts !num_notes !num_contacted_notes !hs_parent_company_id'],
    ['text', 'hs_revenue_range hs_employee_range hs_industry_group hs_pipeline'],
    ['datetime', '!recent_deal_close_date closedate first_deal_created_date'],
    ['datetime', '#notes_last_contacted #notes_last_updated #notes_next_activity_date'],
    ['datetime', '#hs_last_sales_activity_timestamp #hs_last_logged_call_date'],
    ['datetime', '#hs_last_booked_meeting_date #hs_last_open_task_date'],
    ['bool', 'hs_is_target_account hs_current_customer'],
  ],
  [CONTACT]: [
    ['text', 'firstname lastname email company jobtitle city country date_of_birth'],
    ['phone', 'phone mobilephone'],
    ['datetime', '!lastmodifieddate #notes_last_contacted'],
  ],
  [DEAL]: [
    ['text', 'dealname hs_next_step description deal_currency_code'],
    ['select', 'dealstage pipeline'],
    ['number', 'amount hs_exchange_rate hs_arr hs_mrr hs_tcv hs_acv hs_forecast_amount'],
    ['number', '!amount_in_home_currency !hs_projected_amount !hs_closed_amount'],
    ['number', '!hs_deal_stage_probability'],
    ['integer', '!days_to_close !num_associated_contacts'],
    ['datetime', 'closedate #notes_last_contacted'],
    ['bool', '!hs_is_closed !hs_is_closed_won !hs_is_closed_lost'],
  ],
  [TICKET]: [
    ['text', 'subject source_type #hs_ticket_reopened_at'],
    ['textarea', 'content'],
    ['select', 'hs_pipeline hs_pipeline_stage'],
    ['datetime', '#closed_date #first_agent_reply_date hs_lastactivitydate'],
    ['datetime', '#hs_last_message_received_at'],
    ['integer', '!time_to_close !time_to_first_agent_reply hs_num_times_contacted'],
    ['integer', '#hs_time_to_first_response_in_operating_hours'],
    ['integer', '#hs_time_to_close_in_operating_hours'],
    ['text', '#hs_time_to_first_response_sla_status #hs_time_to_close_sla_status'],
    ['bool', '!hs_is_closed'],
  ],
  [LINE_ITEM]: [
    ['text', 'name hs_sku hs_recurring_billing_period'],
    ['number', 'price quantity !amount !hs_arr !hs_mrr !hs_acv !hs_tcv'],
  ],
  [FEEDBACK]: [
    ['text', 'hs_survey_id hs_survey_name hs_value hs_sentiment hs_submission_name'],
    ['textarea', 'hs_content'],
    ['datetime', 'hs_submission_timestamp'],
    ['integer', 'hs_contact_id'],
    ['text', 'hs_contact_email_rollup'],
  ],
  [TASK]: [
    ...ENGAGEMENT,
    ['text', 'hs_task_subject'],
    ['html', 'hs_task_body'],
    ['datetime', '#hs_task_completion_date'],
  ],
  [NOTE]: [...ENGAGEMENT, ['html', 'hs_note_body']],
  [MEETING]: [
    ...ENGAGEMENT,
    ['text', 'hs_meeting_title'],
    ['html', 'hs_meeting_body'],
    ['datetime', 'hs_meeting_start_time hs_meeting_end_time'],
  ],
  [CALL]: [
    ...ENGAGEMENT,
    ['text', 'hs_call_title hs_call_disposition'],
    ['html', 'hs_call_body'],
    ['integer', 'hs_call_duration'],
  ],
  [EMAIL]: [
    ...ENGAGEMENT,
    ['text', 'hs_email_subject hs_email_thread_id'],
    ['html', 'hs_email_text'],
  ],
};

export const INDUSTRIES = [
  'ACCOUNTING',
  'AUTOMOTIVE',
  'AVIATION_AEROSPACE',
  'BANKING',
  'BIOTECHNOLOGY',
  'BUILDING_MATERIALS',
  'CHEMICALS',
  'COMPUTER_SOFTWARE',
  'CONSTRUCTION',
  'CONSUMER_GOODS',
  'EDUCATION_MANAGEMENT',
  'ELECTRICAL_ELECTRONIC_MANUFACTURING',
  'FOOD_PRODUCTION',
  'HOSPITAL_HEALTH_CARE',
  'HOSPITALITY',
  'INDUSTRIAL_AUTOMATION',
  'INFORMATION_TECHNOLOGY_AND_SERVICES',
  'INSURANCE',
  'LOGISTICS_AND_SUPPLY_CHAIN',
  'MACHINERY',
  'MECHANICAL_OR_INDUSTRIAL_ENGINEERING',
  'MEDICAL_DEVICES',
  'OIL_ENERGY',
  'PACKAGING_AND_CONTAINERS',
  'PHARMACEUTICALS',
  'PLASTICS',
  'PRINTING',
  'RENEWABLES_ENVIRONMENT',
  'RETAIL',
  'TELECOMMUNICATIONS',
  'TEXTILES',
  'TRANSPORTATION_TRUCKING_RAILROAD',
  'UTILITIES',
  'WHOLESALE',
] as const;

/** Labels as HubSpot gives them to a new portal. */
const LIFECYCLE_STAGES = [
  ['subscriber', 'Subscriber'],
  ['lead', 'Lead'],
  ['marketingqualifiedlead', 'Marketing Qualified Lead'],
  ['salesqualifiedlead', 'Sales Qualified Lead'],
  ['opportunity', 'Opportunity'],
  ['customer', 'Customer'],
  ['evangelist', 'Evangelist'],
  ['other', 'Other'],
] as const;

type Select = readonly [name: string, PropertyKind, Parameters<typeof optionsOf>[0]];

const SELECTS: Record<string, readonly Select[]> = {
  [COMPANY]: [
    ['industry', 'select', INDUSTRIES],
    ['lifecyclestage', 'select', LIFECYCLE_STAGES],
    ['type', 'select', ['PROSPECT', 'PARTNER', 'RESELLER', 'VENDOR', 'OTHER']],
    ['hs_lead_status', 'select', ['NEW', 'OPEN', 'IN_PROGRESS', 'CONNECTED', 'BAD_TIMING']],
    ['hs_ideal_customer_profile', 'select', ['tier_1', 'tier_2', 'tier_3']],
    ['hs_target_account', 'select', ['tier_1', 'tier_2', 'tier_3']],
    ['hs_csm_sentiment', 'select', ['good', 'neutral', 'bad']],
  ],
  [CONTACT]: [
    ['lifecyclestage', 'select', LIFECYCLE_STAGES],
    [
      'hs_buying_role',
      'multi',
      [
        'BLOCKER',
        'BUDGET_HOLDER',
        'CHAMPION',
        'DECISION_MAKER',
        'END_USER',
        'EXECUTIVE_SPONSOR',
        'INFLUENCER',
        'LEGAL_AND_COMPLIANCE',
        'OTHER',
      ],
    ],
  ],
  [DEAL]: [['dealtype', 'select', ['newbusiness', 'existingbusiness']]],
  [TICKET]: [
    ['hs_ticket_priority', 'select', ['LOW', 'MEDIUM', 'HIGH', 'URGENT']],
    [
      'hs_ticket_category',
      'multi',
      ['PRODUCT_ISSUE', 'BILLING_ISSUE', 'FEATURE_REQUEST', 'GENERAL_INQUIRY', 'COMPLAINT'],
    ],
  ],
  [LINE_ITEM]: [
    ['recurringbillingfrequency', 'select', ['monthly', 'quarterly', 'per_six_months', 'annually']],
  ],
  [FEEDBACK]: [
    ['hs_survey_type', 'select', ['NPS', 'CSAT', 'CES', 'CUSTOM']],
    ['hs_survey_channel', 'select', ['EMAIL', 'WEB', 'CHAT']],
    ['hs_response_group', 'select', ['PROMOTER', 'PASSIVE', 'DETRACTOR']],
  ],
  [TASK]: [
    [
      'hs_task_status',
      'select',
      ['NOT_STARTED', 'IN_PROGRESS', 'WAITING', 'COMPLETED', 'DEFERRED'],
    ],
    ['hs_task_priority', 'select', ['NONE', 'LOW', 'MEDIUM', 'HIGH']],
    ['hs_task_type', 'select', ['TODO', 'CALL', 'EMAIL']],
  ],
  [MEETING]: [
    [
      'hs_meeting_outcome',
      'select',
      ['SCHEDULED', 'COMPLETED', 'RESCHEDULED', 'NO_SHOW', 'CANCELED'],
    ],
  ],
  [CALL]: [['hs_call_direction', 'select', ['INBOUND', 'OUTBOUND']]],
  [EMAIL]: [
    ['hs_email_direction', 'select', ['EMAIL', 'INCOMING_EMAIL', 'FORWARDED_EMAIL']],
    ['hs_email_status', 'select', ['SENT', 'BOUNCED', 'FAILED', 'SCHEDULED', 'SENDING']],
  ],
};

const GROUPS: Record<ObjectTypeId, string> = {
  [COMPANY]: 'companyinformation',
  [CONTACT]: 'contactinformation',
  [DEAL]: 'dealinformation',
  [TICKET]: 'ticketinformation',
  [LINE_ITEM]: 'lineiteminformation',
  [FEEDBACK]: 'feedback_submission_information',
  [TASK]: 'task',
  [NOTE]: 'note',
  [MEETING]: 'meeting',
  [CALL]: 'call',
  [EMAIL]: 'email',
};

/** Unwritable here although HubSpot's own screens change them. */
const UNIQUE = new Set(['email']);

function definitionOf(typeId: ObjectTypeId, kind: PropertyKind, word: string) {
  const name = word.replace(/^[!#]/, '');
  return defineProperty(name, kind, {
    groupName: GROUPS[typeId],
    calculated: word.startsWith('!'),
    readOnlyValue: word.startsWith('!') || word.startsWith('#'),
    hasUniqueValue: typeId === CONTACT && UNIQUE.has(name),
  });
}

/** The properties every portal has for an object type, and the group they are in. */
export function standardProperties(typeId: ObjectTypeId): PropertyDefinition[] {
  const lines = [...EVERYWHERE, ...LINES[typeId]];
  const plain = lines.flatMap(([kind, names]) =>
    names.split(' ').map((word) => definitionOf(typeId, kind, word)),
  );
  const selects = (SELECTS[typeId] ?? []).map(([name, kind, values]) =>
    defineProperty(name, kind, { groupName: GROUPS[typeId], options: optionsOf(values) }),
  );
  return [...plain, ...selects];
}

export function standardGroup(typeId: ObjectTypeId): string {
  return GROUPS[typeId];
}

/** What an answer holds when the caller names no properties. */
export const DEFAULT_PROPERTIES: Record<ObjectTypeId, readonly string[]> = {
  [COMPANY]: ['name', 'domain', 'createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  [CONTACT]: ['firstname', 'lastname', 'email', 'createdate', 'lastmodifieddate', 'hs_object_id'],
  [DEAL]: [
    'dealname',
    'amount',
    'closedate',
    'pipeline',
    'dealstage',
    'createdate',
    'hs_lastmodifieddate',
    'hs_object_id',
  ],
  [TICKET]: [
    'subject',
    'content',
    'hs_pipeline',
    'hs_pipeline_stage',
    'hs_ticket_priority',
    'hs_ticket_category',
    'createdate',
    'hs_lastmodifieddate',
    'hs_object_id',
  ],
  [LINE_ITEM]: ['name', 'price', 'quantity', 'createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  [FEEDBACK]: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  [TASK]: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  [NOTE]: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  [MEETING]: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  [CALL]: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  [EMAIL]: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
};
