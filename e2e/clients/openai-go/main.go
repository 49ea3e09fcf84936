// openai-go.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/responses"
	"github.com/openai/openai-go/v3/shared"
)

const (
	hello = "Say hello in three words."
	june  = "Describe a day in June."
	paris = "What is the weather in Paris?"
	sunny = "Sunny, 25 degrees."
)

var (
	background = context.Background()
	model      = os.Getenv("RADIUM_MODEL")
	key        = os.Getenv("RADIUM_API_KEY")
	limitedKey = os.Getenv("RADIUM_LIMITED_KEY") // two requests a minute
	patientKey = os.Getenv("RADIUM_PATIENT_KEY") // two requests in every three seconds

	city    = objectOf("city", map[string]any{"type": "string", "maxLength": 40})
	weather = objectOf("degrees", map[string]any{"type": "integer", "minimum": -40, "maximum": 50})
)

func objectOf(member string, schema map[string]any) map[string]any {
	return map[string]any{
		"type": "object", "properties": map[string]any{member: schema}, "required": []string{member}, "additionalProperties": false,
	}
}

func client(key string, retries int) openai.Client {
	return openai.NewClient(
		option.WithBaseURL(os.Getenv("RADIUM_BASE_URL")), option.WithAPIKey(key), option.WithMaxRetries(retries),
		option.WithRequestTimeout(60*time.Second))
}

func asked(content string, most int64) openai.ChatCompletionNewParams {
	return openai.ChatCompletionNewParams{
		Model: model, Messages: []openai.ChatCompletionMessageParamUnion{openai.UserMessage(content)}, MaxTokens: openai.Int(most),
	}
}

func ask(key string, retries int, params openai.ChatCompletionNewParams) (*openai.ChatCompletion, error) {
	api := client(key, retries)
	return api.Chat.Completions.New(background, params)
}

func models() error {
	api := client(key, 0)
	found := false
	pages := api.Models.ListAutoPaging(background)
	for pages.Next() {
		found = found || pages.Current().ID == model
	}
	return first(pages.Err(), check(found, "not in the list"))
}

func chat() error {
	answer, err := ask(key, 0, asked(hello, 12))
	if err != nil {
		return err
	}
	return first(
		check(answer.Choices[0].Message.Content != "", "no text"),
		check(answer.Usage.CompletionTokens >= 1 && answer.Usage.CompletionTokens <= 12, "usage", answer.Usage))
}

func streamed(params openai.ChatCompletionNewParams) (openai.ChatCompletionAccumulator, error) {
	api := client(key, 0)
	stream := api.Chat.Completions.NewStreaming(background, params)
	defer stream.Close()
	var whole openai.ChatCompletionAccumulator
	for stream.Next() {
		if !whole.AddChunk(stream.Current()) {
			return whole, fmt.Errorf("a chunk does not fit: %s", stream.Current().RawJSON())
		}
	}
	return whole, stream.Err()
}

func stream() error {
	whole, err := streamed(asked(hello, 12))
	if err != nil {
		return err
	}
	return first(
		check(whole.Choices[0].Message.Content != "", "no text"),
		check(strings.Contains("stop length", whole.Choices[0].FinishReason), whole.Choices[0].FinishReason))
}

func streamUsage() error {
	params := asked(hello, 12)
	params.StreamOptions.IncludeUsage = openai.Bool(true)
	whole, err := streamed(params)
	return first(err, check(whole.Usage.CompletionTokens >= 1 && whole.Usage.PromptTokens > 0, "usage", whole.Usage))
}

func tools() error {
	params := asked(paris, 100)
	params.Temperature = openai.Float(0)
	params.Tools = []openai.ChatCompletionToolUnionParam{openai.ChatCompletionFunctionTool(
		shared.FunctionDefinitionParam{Name: "weather", Parameters: city})}
	params.ToolChoice.OfAuto = openai.String("required")
	whole, err := streamed(params)
	if err != nil {
		return err
	}
	answer, err := ask(key, 0, params)
	if err != nil {
		return err
	}
	call := answer.Choices[0].Message.ToolCalls[0]
	var arguments struct{ City string }
	if err := json.Unmarshal([]byte(call.Function.Arguments), &arguments); err != nil {
		return err
	}
	params.Messages = append(params.Messages, answer.Choices[0].Message.ToParam(), openai.ToolMessage(sunny, call.ID))
	params.ToolChoice.OfAuto = openai.String("none")
	again, err := ask(key, 0, params)
	return first(
		err,
		check(arguments.City != "", "no city in", call.Function.Arguments),
		check(whole.Choices[0].Message.ToolCalls[0].Function.Arguments == call.Function.Arguments, "streamed otherwise"),
		check(again.Choices[0].Message.Content != "", "no answer"))
}

func structured() error {
	params := asked(june, 100)
	params.ResponseFormat.OfJSONSchema = &shared.ResponseFormatJSONSchemaParam{
		JSONSchema: shared.ResponseFormatJSONSchemaJSONSchemaParam{Name: "weather", Schema: weather, Strict: openai.Bool(true)},
	}
	answer, err := ask(key, 0, params)
	if err != nil {
		return err
	}
	return hasDegrees(answer.Choices[0].Message.Content)
}

func hasDegrees(text string) error {
	var day struct{ Degrees *int }
	return first(json.Unmarshal([]byte(text), &day), check(day.Degrees != nil, text))
}

func embeddings() error {
	api := client(key, 0)
	vectors, err := api.Embeddings.New(background, openai.EmbeddingNewParams{
		Model: os.Getenv("RADIUM_EMBEDDING_MODEL"),
		Input: openai.EmbeddingNewParamsInputUnion{OfArrayOfStrings: []string{"a cat", "a dog"}},
	})
	if err != nil {
		return err
	}
	square := 0.0
	for _, value := range vectors.Data[1].Embedding {
		square += value * value
	}
	return first(check(len(vectors.Data) == 2, "vectors", len(vectors.Data)), check(math.Abs(square-1) < 1e-4, "length", square))
}

func input(text string) responses.ResponseNewParams {
	return responses.ResponseNewParams{
		Model: model, Input: responses.ResponseNewParamsInputUnion{OfString: openai.String(text)}, MaxOutputTokens: openai.Int(100),
	}
}

func wholeResponse() error {
	api := client(key, 0)
	answer, err := api.Responses.New(background, input(hello))
	if err != nil {
		return err
	}
	params := input(june)
	params.Text.Format = responses.ResponseFormatTextConfigParamOfJSONSchema("weather", weather)
	day, err := api.Responses.New(background, params)
	if err != nil {
		return err
	}
	return first(check(answer.OutputText() != "", "no text"), hasDegrees(day.OutputText()))
}

func streamedResponse() error {
	api := client(key, 0)
	stream := api.Responses.NewStreaming(background, input(hello))
	defer stream.Close()
	deltas, last := "", responses.ResponseStreamEventUnion{}
	for stream.Next() {
		last = stream.Current()
		if last.Type == "response.output_text.delta" {
			deltas += last.Delta
		}
	}
	return first(stream.Err(), check(deltas != "" && deltas == last.Response.OutputText(), "deltas", deltas, "at the end", last.RawJSON()))
}

func wrongKey() error {
	_, err := ask("sk-nobody", 0, asked(hello, 12))
	return refused(err, 401, func(problem *openai.Error) bool { return strings.Contains(strings.ToLower(problem.Message), "key") })
}

func unknownModel() error {
	params := asked(hello, 12)
	params.Model = "no-such-model"
	_, err := ask(key, 0, params)
	return refused(err, 404, func(problem *openai.Error) bool { return problem.Code == "model_not_found" })
}

func badParameter() error {
	params := asked(hello, 12)
	params.Temperature = openai.Float(9)
	_, err := ask(key, 0, params)
	return refused(err, 400, func(problem *openai.Error) bool { return problem.Param == "temperature" })
}

func rateLimit() error {
	if err := helloTimes(2, limitedKey, 0); err != nil {
		return err
	}
	_, err := ask(limitedKey, 0, asked(hello, 12))
	return refused(err, http.StatusTooManyRequests, func(problem *openai.Error) bool {
		return problem.Response.Header.Get("Retry-After") != ""
	})
}

func retry() error { return helloTimes(3, patientKey, 3) }

func helloTimes(times int, key string, retries int) error {
	for range times {
		if _, err := ask(key, retries, asked(hello, 12)); err != nil {
			return err
		}
	}
	return nil
}

func cancel() error {
	api := client(key, 0)
	leaving, leave := context.WithCancel(background)
	stream := api.Chat.Completions.NewStreaming(leaving, asked(hello, 2000))
	began := stream.Next()
	leave()
	for stream.Next() {
	}
	return first(
		check(began, "no chunk"),
		check(errors.Is(stream.Err(), context.Canceled), stream.Err()),
		chat())
}

func refused(err error, status int, holds func(*openai.Error) bool) error {
	var problem *openai.Error
	if !errors.As(err, &problem) {
		return fmt.Errorf("no API error: %w", err)
	}
	return check(problem.StatusCode == status && holds(problem), problem.StatusCode, problem.RawJSON())
}

func check(holds bool, otherwise ...any) error {
	if holds {
		return nil
	}
	return errors.New(strings.TrimSpace(fmt.Sprintln(otherwise...)))
}

func first(problems ...error) error {
	for _, problem := range problems {
		if problem != nil {
			return problem
		}
	}
	return nil
}

// attempt calls a feature; a panic of the client is a finding too.
func attempt(feature func() error) (err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("panic: %v", problem)
		}
	}()
	return feature()
}

func main() {
	features := map[string]func() error{
		"models": models, "chat": chat, "stream": stream, "stream-usage": streamUsage, "tools": tools, "structured": structured,
		"embeddings": embeddings, "responses": wholeResponse, "responses-stream": streamedResponse, "wrong-key": wrongKey,
		"unknown-model": unknownModel, "bad-parameter": badParameter, "rate-limit": rateLimit, "retry": retry, "cancel": cancel,
	}
	for _, feature := range strings.Fields(os.Getenv("RADIUM_FEATURES")) {
		outcome := map[string]string{"feature": feature, "result": "pass", "reason": ""}
		if err := attempt(features[feature]); err != nil {
			outcome["result"], outcome["reason"] = "fail", err.Error()
		}
		line, _ := json.Marshal(outcome)
		fmt.Println(string(line))
	}
}
