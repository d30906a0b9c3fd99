import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Lets veraPDF judge one PDF after another by the rules of PDF/UA-1 (ISO 14289-1).
 *
 * A path comes in on a line. For each rule that is broken a line goes out: its clause and number, how often, what it
 * asks for and where it is broken first. Then a line says how much was looked at: "= 4708".
 */
public final class PdfUa {
    private static final PDFAFlavour RULES = PDFAFlavour.PDFUA_1;

    public static void main(String[] none) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        System.setOut(System.err); // nothing but verdicts comes from here
        VeraGreenfieldFoundryProvider.initialise();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        for (String path = in.readLine(); path != null; path = in.readLine()) {
            out.println("= " + judge(path, out));
        }
    }

    private static int judge(String path, PrintStream out) {
        try (FileInputStream file = new FileInputStream(path);
                PDFAParser parser = Foundries.defaultInstance().createParser(file, RULES);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(RULES, false)) {
            ValidationResult result = validator.validate(parser);
            tell(result, out);
            return result.getTotalAssertions();
        } catch (Exception error) {
            out.println(line("The file could not be read: " + error));
            return 0;
        }
    }

    private static void tell(ValidationResult result, PrintStream out) {
        Map<String, Integer> broken = new LinkedHashMap<>();
        Map<String, String> first = new LinkedHashMap<>();
        for (TestAssertion found : result.getTestAssertions()) {
            if (found.getStatus() == TestAssertion.Status.FAILED) {
                String rule = found.getRuleId().getClause() + "-" + found.getRuleId().getTestNumber();
                broken.merge(rule, 1, Integer::sum);
                first.putIfAbsent(rule, found.getMessage() + " At " + found.getLocation().getContext());
            }
        }
        broken.forEach((rule, times) -> out.println(line(rule + ", " + times + " times: " + first.get(rule))));
        if (broken.isEmpty() && !result.isCompliant()) {
            out.println("It does not conform, and no rule is named.");
        }
    }

    private static String line(String words) {
        return words.replaceAll("\\s+", " ");
    }
}
