import type { Random } from './random.ts';

export const COUNTRIES = [
  { name: 'Germany', code: 'DE', weight: 40 },
  { name: 'Austria', code: 'AT', weight: 8 },
  { name: 'Switzerland', code: 'CH', weight: 7 },
  { name: 'Netherlands', code: 'NL', weight: 9 },
  { name: 'France', code: 'FR', weight: 10 },
  { name: 'Poland', code: 'PL', weight: 6 },
  { name: 'Sweden', code: 'SE', weight: 5 },
  { name: 'United Kingdom', code: 'GB', weight: 8 },
  { name: 'Taiwan', code: 'TW', weight: 4 },
  { name: 'China', code: 'CN', weight: 3 },
] as const;

const STEMS = [
  'Ahrens',
  'Albrand',
  'Alvar',
  'Arden',
  'Aster',
  'Balder',
  'Bergmann',
  'Birken',
  'Brandis',
  'Brook',
  'Calder',
  'Carlsen',
  'Castell',
  'Cordes',
  'Dahlke',
  'Delfin',
  'Dorn',
  'Eckart',
  'Edelhof',
  'Elmer',
  'Falken',
  'Feldmark',
  'Fenner',
  'Garnet',
  'Gerling',
  'Grimm',
  'Hallberg',
  'Hansen',
  'Harwood',
  'Heidel',
  'Holm',
  'Ibsen',
  'Jansen',
  'Jordan',
  'Kaiser',
  'Kestrel',
  'Kirch',
  'Kolbe',
  'Krüger',
  'Lambert',
  'Lindner',
  'Lohmann',
  'Lund',
  'Marten',
  'Meridian',
  'Möller',
  'Nagel',
  'Nordhaus',
  'Oakley',
  'Olsen',
  'Ostrow',
  'Pagel',
  'Petersen',
  'Quandt',
  'Rasmus',
  'Reinhold',
  'Rieger',
  'Rosen',
  'Sander',
  'Schilling',
  'Seidel',
  'Stark',
  'Steger',
  'Sundby',
  'Tannen',
  'Thorwald',
  'Ulrich',
  'Valen',
  'Vester',
  'Vogel',
  'Wagner',
  'Weiden',
  'Wendt',
  'Westphal',
  'Winter',
  'Zander',
  'Ziegler',
]; // prettier-ignore

const PLACES = ['', '', '', 'Nord ', 'Süd ', 'Rhein ', 'Elbe ', 'Alpen ', 'Hanse ', 'Baltic '];

/** What a company is called after its trade, by industry; the rest take a general word. */
const TRADES: Record<string, readonly string[]> = {
  AUTOMOTIVE: ['Automotive', 'Fahrzeugteile'],
  BANKING: ['Bank', 'Privatbank'],
  BIOTECHNOLOGY: ['Biotech', 'Bioscience'],
  BUILDING_MATERIALS: ['Baustoffe', 'Building Supply'],
  CHEMICALS: ['Chemie', 'Coatings'],
  COMPUTER_SOFTWARE: ['Software', 'Systems'],
  CONSTRUCTION: ['Bau', 'Construction'],
  FOOD_PRODUCTION: ['Foods', 'Feinkost'],
  HOSPITAL_HEALTH_CARE: ['Kliniken', 'Health'],
  INDUSTRIAL_AUTOMATION: ['Automation', 'Robotics'],
  LOGISTICS_AND_SUPPLY_CHAIN: ['Logistik', 'Logistics'],
  MACHINERY: ['Maschinenbau', 'Machinery'],
  MEDICAL_DEVICES: ['Medical', 'Medizintechnik'],
  PACKAGING_AND_CONTAINERS: ['Packaging', 'Verpackungen'],
  PHARMACEUTICALS: ['Pharma', 'Arzneimittel'],
  RENEWABLES_ENVIRONMENT: ['Solar', 'Energie'],
  RETAIL: ['Handel', 'Retail'],
  TELECOMMUNICATIONS: ['Telekom', 'Networks'],
  TEXTILES: ['Textil', 'Fabrics'],
  WHOLESALE: ['Großhandel', 'Trading'],
};
const GENERAL_TRADES = ['Industries', 'Technik', 'Services', 'Werke', 'Group', 'Partners'];

const LEGAL_FORMS: Record<string, readonly string[]> = {
  DE: ['GmbH', 'AG', 'GmbH & Co. KG'],
  AT: ['GmbH', 'AG'],
  CH: ['AG', 'GmbH'],
  NL: ['B.V.', 'N.V.'],
  FR: ['SA', 'SARL'],
  PL: ['Sp. z o.o.', 'S.A.'],
  SE: ['AB'],
  GB: ['Ltd', 'plc'],
};

export const FIRST_NAMES = [
  'Anna',
  'Ben',
  'Clara',
  'David',
  'Elif',
  'Felix',
  'Greta',
  'Hannah',
  'Ivan',
  'Jonas',
  'Katrin',
  'Lena',
  'Mehmet',
  'Nora',
  'Oskar',
  'Paula',
  'Quentin',
  'Rosa',
  'Stefan',
  'Tereza',
  'Uwe',
  'Vera',
  'Wei',
  'Xenia',
  'Yusuf',
  'Zoe',
]; // prettier-ignore

export const LAST_NAMES = [
  'Adler',
  'Becker',
  'Chen',
  'Dietrich',
  'Engel',
  'Fischer',
  'Graf',
  'Huber',
  'Ivanova',
  'Jung',
  'Klein',
  'Lorenz',
  'Meyer',
  'Novak',
  'Öztürk',
  'Pohl',
  'Richter',
  'Schäfer',
  'Tanaka',
  'Unger',
  'Vogt',
  'Weber',
  'Yildiz',
  'Zimmer',
]; // prettier-ignore

export const JOB_TITLES = [
  'Head of Procurement',
  'Purchasing Manager',
  'Managing Director',
  'Operations Manager',
  'Plant Manager',
  'Technical Buyer',
  'CFO',
  'Quality Manager',
  'Office Manager',
  'IT Manager',
  'Engineer',
  'Supply Chain Analyst',
]; // prettier-ignore

const TOTAL_WEIGHT = COUNTRIES.reduce((sum, { weight }) => sum + weight, 0);

export function pickCountry(random: Random): (typeof COUNTRIES)[number] {
  let left = random.below(TOTAL_WEIGHT);
  for (const country of COUNTRIES) {
    left -= country.weight;
    if (left < 0) return country;
  }
  return COUNTRIES[0];
}

/** Company names by industry and country; a name comes once in a portal. */
export function createNamer(random: Random) {
  const used = new Map<string, number>();
  return function companyName(industry: string, countryCode: string): string {
    const trade = random.pick(TRADES[industry] ?? GENERAL_TRADES);
    const form = random.pick(LEGAL_FORMS[countryCode] ?? ['Co., Ltd.']);
    const stem = `${random.pick(PLACES)}${random.pick(STEMS)}`;
    const second = random.chance(0.3) ? ` & ${random.pick(STEMS)}` : '';
    const name = `${stem}${second} ${trade}`;
    const times = (used.get(name) ?? 0) + 1;
    used.set(name, times);
    return times === 1 ? `${name} ${form}` : `${name} ${times} ${form}`;
  };
}

/** 'nordhaus-logistik.example' of 'Nordhaus Logistik GmbH'. */
export function domainOf(companyName: string): string {
  const plain = companyName
    .toLowerCase()
    .replaceAll('ü', 'ue')
    .replaceAll('ö', 'oe')
    .replaceAll('ä', 'ae')
    .replaceAll('ß', 'ss');
  const words = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return `${words}.example`;
}
